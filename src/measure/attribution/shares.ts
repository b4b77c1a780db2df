import { type RawBuilder, sql } from 'kysely';

type Sql = RawBuilder<unknown>;

/** How a model shares an order out among the touches of its journey. */
export type Sharing =
  | { model: 'FIRST_TOUCH' | 'LAST_TOUCH' | 'LAST_NON_DIRECT' | 'LINEAR' | 'POSITION_BASED' | 'SHAPLEY' }
  | { model: 'TIME_DECAY'; halfLifeDays: number }
  /** The removal effect of every channel of the journeys. */
  | { model: 'MARKOV'; effects: ReadonlyMap<string, number> };

const inTime = sql`partition by t.journey order by t.at, t.touch_id`;

/**
 * The rows of journeys with the share of their order that each touch gets by each model: (…, share_0, share_1 …). An order
 * without a touch keeps all of itself. The shares of a journey add up to exactly 1: each is the difference of what has been
 * given out up to the touch and what up to the one before, to 18 decimals.
 */
export function sharesOf(journeys: Sql, sharings: readonly Sharing[]): Sql {
  const columns = sharings.map((_, index) => sql.ref(`upto_${index}`));
  const upto = sharings.map((sharing, index) => sql`${givenOut(sharing)} as ${columns[index]!}`);
  const shares = columns.map(
    (column, index) => sql`${column} - coalesce(lag(${column}) over (${inTime}), 0) as ${sql.ref(`share_${index}`)}`,
  );
  const perChannel = sharings.some(({ model }) => model === 'SHAPLEY' || model === 'MARKOV');
  const markov = sharings.find((sharing) => sharing.model === 'MARKOV');
  return sql`
    select t.*, ${sql.join(shares)}
    from (
      select t.*, ${sql.join(upto)}
      from (
        select t.*, row_number() over (${inTime}) as step, count(*) over (partition by t.journey) as steps
          ${perChannel ? sql`, count(*) over (partition by t.journey, t.channel_id) as alike` : sql``}
          ${markov ? sql`, e.effect` : sql``}
        from (${journeys}) t
        ${markov ? joinEffects(markov.effects) : sql``}
      ) t
    ) t`;
}

/** What of an order is given out up to a touch: at `step` of `steps`, one of `alike` touches of its channel. */
function givenOut(sharing: Sharing): Sql {
  switch (sharing.model) {
    case 'FIRST_TOUCH':
      return sql`1::numeric`;
    case 'LAST_TOUCH':
      return sql`case when t.step = t.steps then 1::numeric else 0 end`;
    case 'LAST_NON_DIRECT': {
      const last = sql`max(t.step) filter (where t.channel_kind <> 'DIRECT') over (partition by t.journey)`;
      return sql`case when t.step >= coalesce(${last}, t.steps) then 1::numeric else 0 end`;
    }
    case 'LINEAR':
      return sql`round(t.step::numeric / t.steps, 18)`;
    case 'POSITION_BASED':
      return sql`case when t.step = t.steps then 1 when t.steps = 2 then 0.5
        else round(0.4 + 0.2 * (t.step - 1) / (t.steps - 2), 18) end`;
    case 'TIME_DECAY':
      return inProportion(sql`power(2::float8, -t.age / ${sharing.halfLifeDays}::float8)`);
    case 'SHAPLEY':
      return inProportion(sql`(1::float8 / t.alike)`);
    case 'MARKOV':
      return inProportion(sql`(t.effect / t.alike)`);
  }
}

const joinEffects = (effects: ReadonlyMap<string, number>): Sql => sql`
  left join unnest(${[...effects.keys()]}::uuid[], ${[...effects.values()]}::float8[]) as e (channel_id, effect)
    on e.channel_id = t.channel_id`;

function inProportion(weight: Sql): Sql {
  const [sofar, all] = [sql`sum(${weight}) over (${inTime})`, sql`sum(${weight}) over (partition by t.journey)`];
  return sql`case when t.step = t.steps then 1 else round((${sofar} / ${all})::numeric, 18) end`;
}
