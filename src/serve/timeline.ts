import { type RawBuilder, sql } from 'kysely';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { breachesOf } from '../measure/cpi/breaches.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { Customer } from './customer.ts';
import { Event } from './event.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';

const EventConnection = connectionType('Event', () => Event);

interface Kind {
  /** Table of the events, as e. */
  table: string;
  at: string;
  /** The order it is about; where it has no identity of its own, the buyer's is taken. */
  order?: string;
  ofOrder?: boolean;
  /** Joins to e whose it is as i, with (workspace_id, customer_id), where no identity or order says it. */
  owner?: string;
  /** What the GraphQL type has besides Event's fields: names and columns of e. */
  fields?: Record<string, string>;
  summary: string;
  only?: string;
}

const total = `case when e.total is not null and e.currency is not null
  then jsonb_build_object('amount', e.total::text, 'currency', e.currency) end`;

/** The kinds of event by the name of their GraphQL type. */
const kinds: Record<string, Kind> = {
  OrderPlaced: {
    table: 'orders',
    at: 'e.placed_at',
    order: 'e.id',
    summary: `'Order placed' || coalesce(': ' || e.total || ' ' || e.currency, '')`,
    only: `not e.test and e.status <> 'DRAFT'`,
  },
  OrderRefunded: {
    table: 'refunds',
    at: 'e.refunded_at',
    order: 'e.order_id',
    ofOrder: true,
    fields: { reason: 'e.reason' },
    summary: `case e.kind when 'CHARGEBACK' then 'Payment charged back' else 'Refund given' end`,
  },
  OrderDelivered: {
    table: 'deliveries',
    at: 'e.delivered_at',
    order: 'e.order_id',
    ofOrder: true,
    fields: { promisedAt: 'e.promised_at' },
    summary: `'Delivered' || case when e.delivered_at > e.promised_at then ' later than promised' else '' end`,
  },
  CartStarted: {
    table: 'carts',
    at: 'e.started_at',
    order: 'e.order_id',
    fields: { total, device: 'e.device', completedAt: 'e.completed_at' },
    summary: `'Cart started' || coalesce(' on ' || e.device, '')`,
  },
  TicketOpened: {
    table: 'tickets',
    at: 'e.opened_at',
    order: 'e.order_id',
    fields: { subject: 'e.subject', status: 'e.status', solvedAt: 'e.solved_at' },
    summary: `'Asked for help' || coalesce(' by ' || e.channel, '') || ': ' || lower(e.status)`,
  },
  SurveyAnswered: {
    table: 'survey_answers',
    at: 'e.answered_at',
    order: 'e.order_id',
    fields: {
      survey: 'e.kind',
      score: 'e.score::text',
      scaleMin: 'e.scale_min::text',
      scaleMax: 'e.scale_max::text',
      comment: 'e.comment',
    },
    summary: `initcap(e.kind) || ' answered' || coalesce(': ' || e.score || ' of ' || e.scale_max, '')`,
  },
  QuoteRequested: {
    table: 'quote_requests',
    at: 'e.requested_at',
    fields: { subject: 'e.subject' },
    summary: `'Asked for a quote'`,
  },
  QuoteSent: {
    table: 'quotes',
    at: 'e.sent_at',
    order: 'e.order_id',
    fields: { total, status: 'e.status', decidedAt: 'e.decided_at' },
    summary: `'Quote sent: ' || lower(e.status)`,
  },
  LeadContacted: {
    table: 'leads',
    at: 'e.first_contact_at',
    fields: { origin: 'e.origin', status: 'e.status' },
    summary: `'First contact' || coalesce(' by ' || e.origin, '')`,
  },
  TouchRecorded: {
    table: 'touches',
    at: 'e.at',
    order: 'i.order_id',
    owner: `join touch_facts i on i.workspace_id = e.workspace_id and i.touch_id = e.id
      join touch_origins g on g.workspace_id = i.workspace_id and g.id = i.origin_id`,
    fields: {
      channel: '(select name from channels c where c.workspace_id = g.workspace_id and c.id = g.channel_id)',
      channelKind: 'g.channel_kind',
      campaign: '(select name from campaigns c where c.workspace_id = g.workspace_id and c.id = g.campaign_id)',
      matchedOn: 'g.matched_on',
      counted: 'i.counted',
      device: 'e.device',
    },
    summary: `case e.kind when 'VIEW' then 'Saw an ad' when 'CLICK' then 'Clicked an ad'
      when 'SURVEY' then 'Told how they found us' else 'Visited' end`,
  },
  Engagement: {
    table: 'engagement_events',
    at: 'e.at',
    fields: { action: 'e.kind', channel: 'e.channel' },
    summary: `e.kind || coalesce(' by ' || e.channel, '')`,
  },
};

/** All events of some customers, with the columns of Event and their other fields as `details`. */
async function eventsOf(context: Context, customerIds: readonly string[]): Promise<RawBuilder<unknown>> {
  const { workspaceId } = context;
  const branches = Object.entries(kinds).map(
    ([name, { table, at, order, ofOrder, owner, fields = {}, summary, only }]) => {
      const details = Object.entries(fields).map(([field, column]) => `'${field}', ${column}`);
      const byIdentity = ofOrder
        ? sql`join orders o on o.workspace_id = e.workspace_id and o.id = e.order_id
            join identities i on i.workspace_id = o.workspace_id and i.id = o.identity_id`
        : sql`join identities i on i.workspace_id = e.workspace_id and i.id = e.identity_id`;
      return sql`
      select ${sql.raw(`'${name}' as kind, e.id, ${at} as at, e.source_id, ${order ?? 'null::uuid'} as order_id,
             i.customer_id, ${summary} as summary, jsonb_build_object(${details.join(', ')}) as details`)}
        from ${sql.table(table)} e ${owner ? sql.raw(owner) : byIdentity}
       where e.workspace_id = ${workspaceId} and i.workspace_id = ${workspaceId}
         and i.customer_id = any(${customerIds}) and ${sql.raw(`${at} is not null and ${only ?? 'true'}`)}`;
    },
  );
  const breaches = sql`
    select 'CpiBreached', b.id, b.at, b.source_id, b.order_id, b.customer_id, 'Let down: ' || b.name,
           jsonb_build_object('cpi', b.key, 'dueAt', b.due_at)
      from (${await breachesOf(await context.measure(), customerIds)}) b`;
  return sql.join([...branches, breaches], sql` union all `);
}

type EventRow = Omit<Event, 'order'> & PagedRow & { customerId: string; details: object };

@Resolver(() => Customer)
export class CustomerTimeline {
  @FieldResolver(() => EventConnection, { description: 'What happened with all its identities, the latest first.' })
  async timeline(
    @Root() customer: Customer,
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<Event & PagedRow>> {
    const order = { name: 'events', value: sql`e.at`, type: 'timestamptz', id: sql`e.id`, descending: true } as const;
    const page = pageOf(args, order);
    const rows = await context.batch(`timeline ${JSON.stringify(args)}`, customer.id, async (ids) => {
      const found = await context.rows(sql<EventRow>`
        select * from (
          select e.kind, e.id, e.at, e.source_id as "sourceId", e.order_id as "orderId", e.customer_id as "customerId",
                 e.summary, e.details, ${page.sortValue} as "sortValue",
                 row_number() over (partition by e.customer_id order by ${page.orderBy}) as place
            from (${await eventsOf(context, ids)}) e where ${page.where}
        ) placed where place <= ${page.limit} order by place`);
      return Map.groupBy(found, ({ customerId }) => customerId);
    });
    const count = () =>
      context.batch('count of events', customer.id, async (ids) => {
        const counts = await context.rows(sql<{ customerId: string; count: string }>`
          select customer_id as "customerId", count(*) as count from (${await eventsOf(context, ids)}) e
           group by customer_id`);
        return new Map(counts.map((row) => [row.customerId, Number(row.count)]));
      });
    const events = (rows ?? []).map(({ details, ...row }) => ({ ...row, ...details }));
    return page.connection(events, async () => (await count()) ?? 0);
  }
}
