import { type RawBuilder, sql } from 'kysely';
import type { Workspace } from '../model/workspace.ts';

type Home = Pick<Workspace, 'id' | 'currency'>;
type Sql = RawBuilder<unknown>;

/**
 * Joins as `r` the rate of rows' `currency` into the workspace's on their `day`; a row without one has none, nor has the
 * workspace's own currency. `needed` selects the rows' (currency, day). A rate is the last one on or before the day, at most
 * seven days old: quoted directly, else inverted, else crossed through a base that quotes both on the same day.
 */
export function joinRates({ id, currency: home }: Home, needed: Sql, currency: Sql, day: Sql): Sql {
  return sql`left join (
    select needed.currency, needed.day, known.rate, row_number() over (
      partition by needed.currency, needed.day order by known.day desc, known.preference, known.rate) as place
    from (select distinct currency, day from (${needed}) n where currency <> ${home}) needed
    join (
      select base as currency, day, rate, 1 as preference from exchange_rates
      where workspace_id = ${id} and quote = ${home}
      union all
      select quote, day, 1 / rate, 2 from exchange_rates where workspace_id = ${id} and base = ${home} and rate > 0
      union all
      select theirs.quote, theirs.day, ours.rate / theirs.rate, 3 from exchange_rates theirs
      join exchange_rates ours on ours.workspace_id = ${id} and ours.base = theirs.base and ours.day = theirs.day
      where theirs.workspace_id = ${id} and ours.quote = ${home} and theirs.rate > 0
    ) known on known.currency = needed.currency and known.day between needed.day - 7 and needed.day
  ) r on r.place = 1 and r.currency = ${currency} and r.day = ${day}`;
}

/** An amount in the workspace's currency, null where a rate is missing; what was converted is kept to six decimals. */
export function converted({ currency: home }: Home, amount: Sql, currency: Sql): Sql {
  return sql`(case when ${currency} = ${home} then ${amount} else round((${amount}) * r.rate, 6) end)`;
}
