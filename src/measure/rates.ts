import { type RawBuilder, sql } from 'kysely';
import type { Workspace } from '../model/workspace.ts';

type Home = Pick<Workspace, 'id' | 'currency'>;

/**
 * Rows (currency, day, rate) into the workspace's currency for each (currency, day) of `needed`; a pair without a rate is
 * missing. A rate is the last one on or before the day, at most seven days old: quoted directly, else inverted, else
 * crossed through a base that quotes both on the same day.
 */
export function ratesFor({ id, currency }: Home, needed: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select distinct needed.currency, needed.day, 1::numeric as rate from (${needed}) needed
    where needed.currency = ${currency}
    union all
    select ranked.currency, ranked.day, ranked.rate from (
      select needed.currency, needed.day, known.rate, row_number() over (
        partition by needed.currency, needed.day order by known.day desc, known.preference, known.rate) as place
      from (select distinct currency, day from (${needed}) n where currency <> ${currency}) needed
      join (
        select base as currency, day, rate, 1 as preference from exchange_rates
        where workspace_id = ${id} and quote = ${currency}
        union all
        select quote, day, 1 / rate, 2 from exchange_rates
        where workspace_id = ${id} and base = ${currency} and rate > 0
        union all
        select theirs.quote, theirs.day, ours.rate / theirs.rate, 3 from exchange_rates theirs
        join exchange_rates ours on ours.workspace_id = ${id} and ours.base = theirs.base and ours.day = theirs.day
        where theirs.workspace_id = ${id} and ours.quote = ${currency} and theirs.rate > 0
      ) known on known.currency = needed.currency and known.day between needed.day - 7 and needed.day
    ) ranked where ranked.place = 1`;
}

/** An amount at a rate; null where the rate is. What was converted is kept to six decimals. */
export function converted(amount: RawBuilder<unknown>, rate: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${rate} = 1 then ${amount} else round((${amount}) * ${rate}, 6) end`;
}
