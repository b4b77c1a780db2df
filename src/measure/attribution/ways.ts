import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { recall } from '../recall.ts';
import { originPlaces } from './sql.ts';

/** A channel and campaign that touches came by. */
export interface Place {
  /** As ways call it. */
  place: number;
  channelId: string;
  campaignId: string | null;
  channelKind: string;
}

/** A sequence of places, with the journeys that went exactly so. */
export interface Way {
  /** Null for orders without a touch. */
  places: number[] | null;
  journeys: number;
  /** What their orders brought, as far as that is known; exact decimal text. */
  amount: string;
  /** Journeys of which it is not known. */
  unknown: number;
}

export interface Ways {
  places: Place[];
  ways: Way[];
}

/** Journeys (journey, amount, touch_id, at, place) counted by the way they went: shops have few ways and many journeys. */
export function waysOf(context: MeasureContext, journeys: RawBuilder<unknown>): Promise<Ways> {
  const db = context.em.getKysely();
  const statement = sql<Ways>`
    select (
        select jsonb_agg(distinct jsonb_build_object('place', g.place, 'channelId', g.channel_id,
          'campaignId', g.campaign_id, 'channelKind', g.channel_kind))
        from (${originPlaces(context.workspace.id)}) g
      ) as places,
      jsonb_agg(jsonb_build_object('places', w.places, 'journeys', w.journeys, 'amount', w.amount::text,
        'unknown', w.unknown)) as ways
    from (
      select places, count(*) as journeys, coalesce(trim_scale(sum(amount)), 0) as amount,
        count(*) - count(amount) as unknown
      from (
        select min(j.amount) as amount,
          array_agg(j.place order by j.at, j.touch_id) filter (where j.touch_id is not null) as places
        from (${journeys}) j group by j.journey
      ) walked
      group by places
    ) w`.compile(db);
  return recall(context, ['ways', statement.sql, statement.parameters], async () => {
    const { places, ways } = (await db.executeQuery(statement)).rows[0]!;
    return { places: places ?? [], ways: ways ?? [] };
  });
}
