import type { MeasureContext } from '../context.ts';
import { measureMetric } from '../measure.ts';
import { buckets, type Period } from '../period.ts';
import type { AlertGrain, Course } from './course.ts';

/** How a metric went. Fails with NOT_FOUND where there is none of the key. */
export async function metricCourse(
  context: MeasureContext,
  key: string,
  grain: AlertGrain,
  period: Period,
): Promise<Course> {
  const { metric, currency, series } = await measureMetric(context, key, { period, grain });
  return {
    subject: 'METRIC',
    key,
    name: metric.name,
    grain,
    moreIsBetter: metric.higherIsBetter,
    unit: metric.unit,
    currency,
    units: buckets(period, grain, context.completeThrough).map(({ days }, index) => {
      const { complete, value, denominator, low, high } = series[index]!;
      return {
        days,
        settled: complete,
        value: value === null ? null : Number(value),
        exact: value,
        // Shares of a count have an interval.
        total: low === null ? null : Number(denominator),
        status: null,
        target: null,
        low,
        high,
      };
    }),
    provenance: async (days) => (await measureMetric(context, key, { period: days })).provenance,
  };
}
