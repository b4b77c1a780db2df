import type { CustomerFilter, IntRange } from './filter.ts';
import type { PeriodInput } from './period.ts';

type SegmentName = (id: string) => string | undefined;

/** A filter in words, such as "in the stage LOYAL or VIP, and bought P30D". `segmentName` names the segments it refers to. */
export function describeFilter(filter: CustomerFilter, segmentName: SegmentName = () => undefined): string {
  const inner = (part: CustomerFilter) => describeFilter(part, segmentName);
  const { all, any, not, search, segment, rfm, stage, orders, revenue, bought, country, source } = filter;
  const parts = [
    ...(all ?? []).map((part) => (part.any ? `(${inner(part)})` : inner(part))),
    any && joined(any.map(inner), 'or'),
    not && `not (${inner(not)})`,
    search !== undefined && `name, e-mail or phone contains "${search}"`,
    segment !== undefined && `in the segment "${segmentName(segment) ?? segment}"`,
    rfm && `in the RFM group ${joined(rfm, 'or')}`,
    stage && `in the stage ${joined(stage, 'or')}`,
    filter.firstSeen && `first seen ${inPeriod(filter.firstSeen)}`,
    filter.firstOrdered && `first bought ${inPeriod(filter.firstOrdered)}`,
    filter.lastOrdered && `last bought ${inPeriod(filter.lastOrdered)}`,
    filter.ordered && `bought ${times(filter.ordered.count)} ${inPeriod(filter.ordered.period)}`,
    orders && `${range(orders)} purchases`,
    revenue && `${range(revenue)} of net sales`,
    filter.predictedValue && `${range(filter.predictedValue)} of net sales expected in the next year`,
    filter.alive && `${range(filter.alive)} as the probability of buying again`,
    bought && `bought ${bought.length === 1 ? 'the product' : 'one of the products'} ${bought.join(', ')}`,
    country && `from ${joined(country, 'or')}`,
    source && `known to the source ${joined(source, 'or')}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(', and ');
}

function joined(words: readonly string[], last: 'or' | 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function inPeriod(period: PeriodInput): string {
  return period.last === undefined ? `from ${period.between.from} to ${period.between.to}` : `within ${period.last}`;
}

function times(count: IntRange | undefined): string {
  return count ? `${range(count)} times` : 'at least once';
}

function range({ gte, lte }: { gte?: number | string; lte?: number | string }): string {
  if (gte === lte) return `exactly ${gte}`;
  if (gte === undefined) return `at most ${lte}`;
  return lte === undefined ? `at least ${gte}` : `${gte} to ${lte}`;
}
