import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { type Path, removalEffects } from './math.ts';
import { type Asked, type Reach, askedOrders, journeysOf, lostJourneys } from './sql.ts';
import { type Ways, waysOf } from './ways.ts';

/** What the journeys of a period say of channels. */
export interface Chain {
  /** The removal effect of each channel that any of the orders was touched by. */
  effects: ReadonlyMap<string, number>;
  /** Orders with a journey. */
  orders: number;
}

/** The chain that the journeys of the orders asked make, with those that led to none. */
export async function chainOf(context: MeasureContext, asked: Asked, reach: Reach): Promise<Chain> {
  const orders = askedOrders(context, asked, sql`null::numeric as amount`);
  return chainFrom(context, asked, reach, await waysOf(context, journeysOf(context, orders, reach)));
}

/** The same where the ways of the orders are known. */
export async function chainFrom(context: MeasureContext, asked: Asked, reach: Reach, won: Ways): Promise<Chain> {
  const failed = sql`select l.*, null::numeric as amount from (${lostJourneys(context, asked, reach)}) l`;
  const lost = await waysOf(context, failed);
  const ended = pathsOf(won);
  const paths = [
    ...ended.map(({ channels, journeys }): Path => ({ channels, won: journeys, lost: 0 })),
    ...pathsOf(lost).map(({ channels, journeys }): Path => ({ channels, won: 0, lost: journeys })),
  ];
  const touching = new Set(ended.flatMap(({ channels }) => channels));
  const effects = [...removalEffects(paths)].filter(([channel]) => touching.has(channel));
  return { effects: new Map(effects), orders: ended.reduce((sum, { journeys }) => sum + journeys, 0) };
}

function pathsOf({ places, ways }: Ways): { channels: string[]; journeys: number }[] {
  const channelOf = new Map(places.map(({ place, channelId }) => [place, channelId]));
  return ways.flatMap((way) =>
    way.places ? [{ channels: way.places.map((place) => channelOf.get(place)!), journeys: way.journeys }] : [],
  );
}
