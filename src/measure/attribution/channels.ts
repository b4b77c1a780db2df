import { Decimal } from 'decimal.js';
import type { NullReason } from '../metric.ts';
import type { Cell, Cells } from './cells.ts';
import type { Claim } from './claims.ts';
import type { AttributionModel } from './credits.ts';
import type { Chain } from './markov.ts';
import { apportion, Exact, sumOf } from './math.ts';

/** What one model gives a channel or campaign; numbers are exact decimal text. */
export interface Credit {
  model: AttributionModel;
  orders: string;
  /** Of all orders asked, 0 to 1. */
  share: string | null;
  /** In the workspace's currency. */
  revenue: string | null;
  reason: NullReason | null;
}

export interface AttributedCampaign {
  /** Null for touches of no known campaign. */
  campaignId: string | null;
  credits: Credit[];
  /** Conversions that the ad platform claims; null where none says. */
  claimed: string | null;
}

export interface AttributedChannel {
  /** Null where no touch is known. */
  channelId: string | null;
  credits: Credit[];
  claimed: string | null;
  /** They add up to the channel. */
  campaigns: AttributedCampaign[];
}

interface Terms {
  models: readonly AttributionModel[];
  /** Decimals of the currency. */
  digits: number;
  whenUnknown: NullReason;
}

const decimals = 18;

/**
 * Channels with their campaigns, the first model's largest first, what no touch is known of last. Revenue is rounded by
 * largest remainder over all campaigns, so that every model adds up to the total, and channels to the sum of their own.
 */
export function channelsOf(found: Cells, claims: readonly Claim[], terms: Terms): AttributedChannel[] {
  const { totals, chain } = found;
  const cells = withClaimed(found.cells, claims, terms.models.length);
  const given = terms.models.map((model, index) => {
    const plain = {
      credits: cells.map((cell) => cell.credits[index]!),
      amounts: cells.map((cell) => cell.amounts[index]!),
    };
    const { credits, amounts } = model === 'MARKOV' ? stretched(cells, plain, chain!) : plain;
    const revenue = totals.unknown > 0 ? amounts : apportion(totals.amount, amounts, terms.digits);
    return { model, credits, revenue };
  });
  const places = [...cells.keys()];
  const byChannel = Map.groupBy(places, (place) => cells[place]!.channelId);
  const claimedBy = (of: (claim: Claim) => boolean) => claimedIn(claims.filter(of));
  return [...byChannel]
    .map(([channelId, own]) => ({
      channelId,
      credits: creditsOf(own),
      claimed: claimedBy((claim) => channelId !== null && claim.channelId === channelId),
      campaigns: own
        .filter(() => channelId !== null)
        .map((place) => ({
          campaignId: cells[place]!.campaignId,
          credits: creditsOf([place]),
          claimed: claimedBy((claim) => sameAs(cells[place]!, claim)),
        }))
        .toSorted(byCredit),
    }))
    .toSorted(
      (one, other) => Number(one.channelId === null) - Number(other.channelId === null) || byCredit(one, other),
    );

  function creditsOf(own: readonly number[]): Credit[] {
    const unknown = own.some((place) => cells[place]!.unknown > 0);
    return given.map(({ model, credits, revenue }) => {
      const orders = sumOf(own.map((place) => credits[place]!));
      return {
        model,
        orders: orders.toFixed(),
        share: totals.orders === 0 ? null : orders.dividedBy(totals.orders).toDecimalPlaces(6).toFixed(),
        revenue: unknown ? null : sumOf(own.map((place) => revenue[place]!)).toFixed(terms.digits),
        reason: unknown ? terms.whenUnknown : null,
      };
    });
  }
}

/** All claims in one number; null for none. */
export function claimedIn(claims: readonly Claim[]): string | null {
  return claims.length === 0 ? null : sumOf(claims.map(({ claimed }) => claimed)).toFixed();
}

const sameAs = (one: Pick<Cell, 'channelId' | 'campaignId'>, other: Pick<Cell, 'channelId' | 'campaignId'>) =>
  one.channelId === other.channelId && one.campaignId === other.campaignId;
const byCredit = (one: { credits: Credit[] }, other: { credits: Credit[] }) =>
  new Decimal(other.credits[0]!.orders).comparedTo(one.credits[0]!.orders);

/** A campaign that only its platform speaks of got nothing. */
function withClaimed(cells: readonly Cell[], claims: readonly Claim[], models: number): Cell[] {
  const silent = claims.filter((claim) => claim.channelId !== null && !cells.some((cell) => sameAs(cell, claim)));
  const nothing = Array<string>(models).fill('0');
  return [
    ...cells,
    ...silent.map(({ channelId, campaignId }) => ({
      channelId,
      campaignId,
      credits: nothing,
      amounts: nothing,
      unknown: 0,
    })),
  ];
}

/** Shares of single orders, stretched for each channel to its part of the removal effects. */
function stretched(
  cells: readonly Cell[],
  plain: { credits: string[]; amounts: string[] },
  { effects, orders }: Chain,
) {
  const [credits, amounts] = [[...plain.credits], [...plain.amounts]];
  const parts = apportion(String(orders), [...effects.values()].map(String), decimals);
  for (const [index, channelId] of [...effects.keys()].entries()) {
    const own = [...cells.keys()].filter((place) => cells[place]!.channelId === channelId);
    const raw = own.map((place) => plain.credits[place]!);
    const factor = new Exact(parts[index]!).dividedBy(sumOf(raw));
    const exact = apportion(parts[index]!, raw, decimals);
    for (const [at, place] of own.entries()) {
      credits[place] = exact[at]!;
      amounts[place] = factor.times(plain.amounts[place]!).toFixed(decimals);
    }
  }
  return { credits, amounts };
}
