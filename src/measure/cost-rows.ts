import { type RawBuilder, sql } from 'kysely';
import { adSpendRows } from './ad-spend-rows.ts';
import type { MeasureContext } from './context.ts';
import { currencyDecimals } from './currency-decimals.ts';
import type { Period } from './period.ts';
import { converted, joinRates } from './rates.ts';

/** Costs that are entered or imported, over days. */
export const entryKinds = ['AGENCY', 'CREATIVE', 'TOOLS', 'SALARIES', 'AFFILIATE', 'OTHER'] as const;
export type EntryKind = (typeof entryKinds)[number];
export const costKinds = ['MEDIA', ...entryKinds, 'FIRST_ORDER_DISCOUNT'] as const;
export type CostKind = (typeof costKinds)[number];

/** Which costs count: paid media alone, or all of them. */
export const costScopes = { MEDIA: ['MEDIA'], FULLY_LOADED: costKinds } as const satisfies Record<
  string,
  readonly CostKind[]
>;
export type CostScope = keyof typeof costScopes;

/**
 * Statement with what winning and keeping customers cost: (day date, channel_id uuid null, campaign_id uuid null,
 * ad_set_id uuid null, ad text null, kind text, amount numeric null where a rate is missing, currency text: the one paid in,
 * source_id uuid null for what was entered by hand, stream text null), up to the as-of day. Amounts are in the workspace's
 * currency. A cost of several days is spread evenly over them, to the smallest unit of its currency by largest remainder;
 * the discount on a first order is of no channel.
 */
export function costRows(
  context: MeasureContext,
  period: Period,
  kinds: readonly CostKind[] = costKinds,
): RawBuilder<unknown> {
  const entered = entryKinds.filter((kind) => kinds.includes(kind));
  const parts = [
    ...(kinds.includes('MEDIA') ? [mediaRows(context, period)] : []),
    ...(entered.length > 0 ? [entryRows(context, period, entered)] : []),
    ...(kinds.includes('FIRST_ORDER_DISCOUNT') ? [discountRows(context, period)] : []),
  ];
  return sql`${sql.join(parts, sql` union all `)}`;
}

function mediaRows(context: MeasureContext, period: Period): RawBuilder<unknown> {
  return sql`
    select day, channel_id, campaign_id, ad_set_id, ad, 'MEDIA' as kind, spend as amount, currency, source_id, stream
    from (${adSpendRows(context, period)}) media`;
}

/** Each day of a cost has the whole units that all its days get, and the first ones one more until none is left. */
function entryRows(
  { workspace, asOf }: MeasureContext,
  { from, to }: Period,
  kinds: readonly EntryKind[],
): RawBuilder<unknown> {
  const entries = sql`
    select e.*, coalesce(ends_on, starts_on) - starts_on + 1 as days, power(10::numeric, greatest(scale(amount),
      case when currency = any (${currenciesWith(0)}) then 0 when currency = any (${currenciesWith(3)}) then 3 else 2 end
    )) as units
    from cost_entries e
    where workspace_id = ${workspace.id} and kind = any (${[...kinds]}) and starts_on <= ${to}::date
      and coalesce(ends_on, starts_on) >= ${from}::date`;
  const spread = sql`
    select e.*, e.starts_on + d.place as day, (div(e.amount * e.units, e.days) + case
      when d.place < abs(mod(e.amount * e.units, e.days)) then sign(e.amount) else 0 end) / e.units as part
    from (${entries}) e, generate_series(0, e.days - 1) as d (place)`;
  const chosen = sql`
    select * from (${spread}) s where s.day between ${from}::date and least(${to}, ${asOf})::date`;
  return sql`
    select a.day, coalesce(a.channel_id, c.channel_id), a.campaign_id, null::uuid, null::text, a.kind,
      ${converted(workspace, sql`a.part`, sql`a.currency`)}, a.currency, a.source_id, a.stream
    from (${chosen}) a
    left join campaigns c on c.workspace_id = ${workspace.id} and c.id = a.campaign_id
    ${joinRates(workspace, sql`select currency, day from (${chosen}) dated`, sql`a.currency`, sql`a.day`)}`;
}

/** Currencies whose amounts have so many decimals. */
const currenciesWith = (count: number): string[] =>
  [...currencyDecimals()].flatMap(([currency, decimals]) => (decimals === count ? [currency] : []));

function discountRows({ workspace, asOf }: MeasureContext, { from, to }: Period): RawBuilder<unknown> {
  return sql`
    select day, null::uuid, null::uuid, null::uuid, null::text, 'FIRST_ORDER_DISCOUNT', discounts, currency, source_id,
      stream
    from order_facts
    where workspace_id = ${workspace.id} and sequence = 1 and discounts is distinct from 0
      and day between ${from}::date and least(${to}, ${asOf})::date`;
}
