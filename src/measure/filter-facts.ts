import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import { isCurrent } from './customers-as-of.ts';
import { keptPromise } from './delivery-rows.ts';
import type { CustomerFilter, Origin } from './filter.ts';
import { firstTouches } from './first-touch.ts';

/** Statements that select the ids of the customers with whom something happened, as it was known on the as-of day. */
type Customers = RawBuilder<unknown>;
type Condition = RawBuilder<unknown>;

/** Purchases on chosen days of orders `o`, one row each. */
export function purchasesOn({ workspace }: MeasureContext, days: (day: Condition) => Condition): Customers {
  return sql`
    select o.customer_id from order_facts o
    where o.workspace_id = ${workspace.id} and o.purchase and ${days(sql`o.day`)}`;
}

/** Broken promises whose last day is among those chosen, one row each; what has not arrived yet is late as well. */
export function latePromisesOn(context: MeasureContext, days: (day: Condition) => Condition): Customers {
  const { workspace } = context;
  return sql`
    select o.customer_id from deliveries d
    join order_facts o on o.workspace_id = d.workspace_id and o.order_id = d.order_id and o.valid
    where d.workspace_id = ${workspace.id} and d.promised_at is not null and d.status <> 'CANCELLED'
      and not coalesce(${keptPromise(context, 'TIMESTAMP')}, false)
      and ${days(sql`(d.promised_at at time zone ${workspace.timeZone})::date`)}`;
}

/** Buyers of any of the products that the condition on lines `l` chooses. */
export function buyersOf({ workspace, asOf }: MeasureContext, chosen: Condition): Customers {
  return sql`
    select o.customer_id from order_lines l
    join order_facts o on o.workspace_id = l.workspace_id and o.order_id = l.order_id and o.valid
    where l.workspace_id = ${workspace.id} and ${chosen} and o.day <= ${asOf}::date`;
}

/** Whose first touch on the way to the first purchase came from there. */
export function acquiredBy(context: MeasureContext, { channel, channelId, campaign, campaignId }: Origin): Customers {
  const anyOf = (values: readonly string[] | undefined, condition: (list: Condition) => Condition) =>
    values ? sql`(${condition(sql`any (${values}::text[])`)})` : sql`true`;
  return sql`
    select t.customer_id from (${firstTouches(context)}) t
    where ${anyOf(channel, (list) => sql`t.channel = ${list} or t.channel_kind = ${list}`)}
      and ${anyOf(channelId, (list) => sql`t.channel_id::text = ${list}`)}
      and ${anyOf(campaign, (list) => sql`t.campaign = ${list} or t.utm_campaign = ${list}`)}
      and ${anyOf(campaignId, (list) => sql`t.campaign_id::text = ${list}`)}`;
}

/** Whose newest word on a channel is that one. */
export function consenting(
  context: MeasureContext,
  { channel, granted }: NonNullable<CustomerFilter['consent']>,
): Customers {
  const { workspace, asOf } = context;
  const said = isCurrent(context)
    ? sql`true`
    : sql`s.since < (${asOf}::date + 1)::timestamp at time zone ${workspace.timeZone}`;
  return sql`
    select word.customer_id from (
      select distinct on (i.customer_id) i.customer_id, s.granted from consents s
      join identities i on i.workspace_id = s.workspace_id and i.id = s.identity_id
      where s.workspace_id = ${workspace.id} and s.channel = ${channel} and ${said}
      order by i.customer_id, s.since desc, s.id
    ) word where word.granted = ${granted}::boolean`;
}

/** Whom any of the sources knows. */
export function knownTo({ workspace }: MeasureContext, sources: readonly string[]): Customers {
  return sql`
    select i.customer_id from identities i
    where i.workspace_id = ${workspace.id} and i.source_id = any (${sources}::uuid[])`;
}

/** Who stands on a list; on days before the latest data, who stood on it then. It holds identities, which outlive merges. */
export function listedIn(context: MeasureContext, segmentId: string): Customers {
  const { workspace, asOf } = context;
  const end = sql`(${asOf}::date + 1)::timestamp at time zone ${workspace.timeZone}`;
  const listed = isCurrent(context)
    ? sql`m.removed_at is null`
    : sql`m.added_at < ${end} and (m.removed_at is null or m.removed_at >= ${end})`;
  return sql`
    select i.customer_id from segment_members m
    join identities i on i.workspace_id = m.workspace_id and i.id = m.identity_id
    where m.workspace_id = ${workspace.id} and m.segment_id = ${segmentId}::uuid and ${listed}`;
}
