import { Field, InputType } from 'type-graphql';
import { openBook } from '../measure/acquisition/index.ts';
import type { Division } from '../measure/acquisition/credited.ts';
import { type PerformanceSortKey as SortKey, performanceSortKeys, rankParts } from '../measure/acquisition/ranking.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import { AcquisitionOptionsInput, toOptions } from './acquisition-options.ts';
import { type Connection } from './connection.ts';
import type { Context } from './context.ts';
import { SortDirection } from './sort-direction.ts';
import { enumType } from './enum-type.ts';
import { pageOfList, type PageArgs } from './page.ts';
import { PeriodInput } from './period.ts';

const PerformanceSortKey = enumType(
  'PerformanceSortKey',
  'What channels and campaigns can be ordered by. Unknown values stand last.',
  performanceSortKeys,
  {
    LTV_TO_CAC: 'Lifetime value within the horizon / CAC.',
    LTV: 'Lifetime value within the horizon.',
    NEW_CUSTOMERS: 'By credit.',
  },
);

@InputType({ description: 'The order channels and campaigns come in: by a figure, over a period.' })
export class PerformanceSort {
  @Field(() => PerformanceSortKey)
  key!: SortKey;

  @Field(() => SortDirection, { defaultValue: 'DESC' })
  direction!: keyof typeof SortDirection;

  @Field(() => PeriodInput)
  period!: PeriodInput;

  @Field(() => AcquisitionOptionsInput, { nullable: true })
  options?: AcquisitionOptionsInput | null;
}

/** A page of a list at hand, in the order of a figure of its elements; equal ones stay as they are. */
export async function pageByPerformance<Row extends { id: string }>(
  context: Context,
  division: Division,
  rows: readonly Row[],
  { key, direction, period, options }: PerformanceSort,
  page: PageArgs,
): Promise<Connection<Row>> {
  const measure = await context.measure();
  const book = openBook(measure, division, {
    period: resolvePeriod(period as PeriodGiven, measure.asOf, 'sort.period'),
    options: toOptions(measure, options),
  });
  const ids = rows.map(({ id }) => id);
  const places = new Map((await rankParts(book, ids, key, direction)).map((id, place) => [id, place]));
  return pageOfList(
    page,
    rows.toSorted((one, other) => places.get(one.id)! - places.get(other.id)!),
  );
}
