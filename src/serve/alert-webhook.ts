import { sql } from 'kysely';
import { Args, Authorized, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type AlertDelivery as DeliveryRow, AlertWebhook as WebhookRow } from '../model/alert.ts';
import type { Scope } from '../model/api-key.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { Insight, loadInsight } from './insight.ts';
import { Node } from './node.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { DateTimeScalar } from './scalars.ts';

const AlertDeliveryStatus = enumType(
  'AlertDeliveryStatus',
  'What became of a delivery.',
  ['WAITING', 'DELIVERED', 'FAILED'],
  {
    WAITING: 'It is sent, or sent again, at `dueAt`.',
    FAILED: 'It was tried eight times in a day, and is tried no more.',
  },
);

@ObjectType({ description: 'An insight on its way to a webhook, or a test.', simpleResolvers: true })
export class AlertDelivery {
  @Field(() => String, { description: 'Sent along as Idempotency-Key: a delivery may come twice, with the same one.' })
  id!: string;

  @Field(() => AlertDeliveryStatus)
  status!: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is tried (again). Null where it is over.' })
  dueAt!: Date | null;

  @Field(() => DateTimeScalar)
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  attemptedAt!: Date | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the last answer. Null where there was none.' })
  answerStatus!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it was not taken the last time.' })
  error!: string | null;

  insightId!: string | null;
}

const AlertDeliveryConnection = connectionType('AlertDelivery', () => AlertDelivery);

@ObjectType({
  description: 'An address that is told of insights, signed with HMAC-SHA256.',
  implements: Node,
  simpleResolvers: true,
})
export class AlertWebhook extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  url!: string;

  @Field(() => Boolean, { description: 'While it is switched off, what is on its way waits.' })
  enabled!: boolean;

  @Field(() => DateTimeScalar)
  createdAt!: Date;
}

/** The webhook of that id, null where the workspace has none such. */
export const loadAlertWebhook = (context: Context, id: string): Promise<WebhookRow | null> =>
  context.em.findOne(WebhookRow, { workspaceId: context.workspaceId, id });

@Resolver(() => AlertWebhook)
export class AlertWebhookResolver {
  @Authorized<Scope>('MANAGE_WORKSPACE')
  @Query(() => [AlertWebhook], { nullable: true, description: 'Whom insights are told to, by name.' })
  alertWebhooks(@Ctx() context: Context): Promise<WebhookRow[]> {
    return context.em.find(WebhookRow, { workspaceId: context.workspaceId }, { orderBy: { name: 'asc', id: 'asc' } });
  }

  @FieldResolver(() => AlertDeliveryConnection, { description: 'What it was told, the latest first.' })
  async deliveries(
    @Root() { id }: WebhookRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Connection<DeliveryRow & PagedRow>> {
    const page = pageOf(args, {
      name: 'alertDeliveries',
      value: sql`d.created_at`,
      type: 'timestamptz',
      id: sql`d.id`,
      descending: true,
    });
    const of = sql<boolean>`d.workspace_id = ${context.workspaceId} and d.webhook_id = ${id}`;
    const rows = await context.rows(sql<DeliveryRow & PagedRow>`
      select d.id, d.status, d.attempts, d.due_at as "dueAt", d.created_at as "createdAt", d.attempted_at as "attemptedAt",
        d.answer_status as "answerStatus", d.error, d.insight_id as "insightId", ${page.sortValue} as "sortValue"
      from alert_deliveries d where ${of} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
    return page.connection(rows, () => context.count(sql`alert_deliveries d where ${of}`));
  }
}

@Resolver(() => AlertDelivery)
export class AlertDeliveryResolver {
  @FieldResolver(() => Insight, { nullable: true, description: 'What it tells of. Null for a test.' })
  insight(@Root() { insightId }: AlertDelivery, @Ctx() context: Context): unknown {
    return insightId === null ? null : loadInsight(context, insightId);
  }
}
