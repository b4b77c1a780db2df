import type { CustomerFilter, IntRange, Times } from './filter.ts';
import type { When } from './when.ts';

type SegmentName = (id: string) => string | undefined;

/** A filter in words, such as "in the stage LOYAL or VIP, and bought P30D". `segmentName` names the segments it refers to. */
export function describeFilter(filter: CustomerFilter, segmentName: SegmentName = () => undefined): string {
  const inner = (part: CustomerFilter) => describeFilter(part, segmentName);
  const { all, any, not, search, segment, rfm, stage, orders, revenue, bought, boughtIn, country, source } = filter;
  const { acquiredBy, consent, sample, experimentArm, ordered, lateDelivery, breach } = filter;
  const parts = [
    ...(all ?? []).map((part) => (part.any ? `(${inner(part)})` : inner(part))),
    any && joined(any.map(inner), 'or'),
    not && `not (${inner(not)})`,
    search !== undefined && `name, e-mail or phone contains "${search}"`,
    segment !== undefined && `in the segment "${segmentName(segment) ?? segment}"`,
    rfm && `in the RFM group ${joined(rfm, 'or')}`,
    stage && `in the stage ${joined(stage, 'or')}`,
    filter.firstSeen && `first seen ${inDays(filter.firstSeen)}`,
    filter.firstOrdered && `first bought ${inDays(filter.firstOrdered)}`,
    filter.lastOrdered && `last bought ${inDays(filter.lastOrdered)}`,
    ordered && `bought ${times(ordered)}`,
    lateDelivery && `let down by a late delivery ${times(lateDelivery)}`,
    breach && `let down by the CPI "${breach.cpi}" ${times(breach)}`,
    orders && `${range(orders)} purchases`,
    filter.daysBetweenOrders && `${range(filter.daysBetweenOrders)} days between purchases on average`,
    revenue && `${range(revenue)} of net sales`,
    filter.averageOrder && `${range(filter.averageOrder)} of net sales per purchase`,
    filter.predictedValue && `${range(filter.predictedValue)} of net sales expected in the next year`,
    filter.alive && `${range(filter.alive)} as the probability of buying again`,
    bought && `bought ${bought.length === 1 ? 'the product' : 'one of the products'} ${bought.join(', ')}`,
    boughtIn && `bought in the ${boughtIn.length === 1 ? 'category' : 'categories'} ${joined(boughtIn, 'or')}`,
    acquiredBy?.channel && `first reached through ${joined(acquiredBy.channel, 'or')}`,
    acquiredBy?.channelId && `first reached through the channel ${joined(acquiredBy.channelId, 'or')}`,
    acquiredBy?.campaign && `first reached by the campaign ${joined(acquiredBy.campaign, 'or')}`,
    acquiredBy?.campaignId && `first reached by the campaign ${joined(acquiredBy.campaignId, 'or')}`,
    consent && `${consent.granted ? 'consents' : 'objects'} to ${consent.channel}`,
    country && `from ${joined(country, 'or')}`,
    source && `known to the source ${joined(source, 'or')}`,
    sample && `in a random ${Number((sample.share * 100).toPrecision(6))} % drawn with "${sample.seed}"`,
    experimentArm &&
      `${experimentArm.arm === 'TREATED' ? 'treated' : 'held out'} in the experiment ${experimentArm.experiment}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(', and ');
}

function joined(words: readonly string[], last: 'or' | 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function inDays({ between, last, before }: When): string {
  if (before !== undefined) return `more than ${before} ago`;
  return last === undefined ? `from ${between!.from} to ${between!.to}` : `within ${last}`;
}

function times({ period, count }: Times): string {
  return `${count ? `${range(count)} times` : 'at least once'} ${inDays(period)}`;
}

function range({ gte, lte }: IntRange | { gte?: string; lte?: string }): string {
  if (gte === lte) return `exactly ${gte}`;
  if (gte === undefined) return `at most ${lte}`;
  return lte === undefined ? `at least ${gte}` : `${gte} to ${lte}`;
}
