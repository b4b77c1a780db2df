import type { MeasureContext } from '../context.ts';
import { readCpi } from '../cpi/index.ts';
import type { Cpi } from '../cpi/list.ts';
import type { Period } from '../period.ts';
import type { AlertGrain, Course } from './course.ts';

/** The largest part of a unit's subjects that may still be undecided: those that are kept are decided first. */
const mostPending = 0.1;

/** How a CPI went. */
export async function cpiCourse(context: MeasureContext, cpi: Cpi, grain: AlertGrain, period: Period): Promise<Course> {
  const { history } = await readCpi(context, cpi, { period, grain });
  return {
    subject: 'CPI',
    key: cpi.definition.key,
    name: cpi.definition.name,
    grain,
    moreIsBetter: cpi.definition.shows === 'KEPT',
    unit: 'RATIO',
    currency: null,
    units: history.map(({ days, complete, value, pending, denominator, status, target, low, high }) => ({
      days,
      settled: complete && pending <= mostPending * (denominator + pending),
      value: value === null ? null : Number(value),
      exact: value,
      total: denominator,
      status: status === 'MET' || status === 'NEAR' || status === 'MISSED' ? status : null,
      target,
      low,
      high,
    })),
    provenance: async (days) => (await readCpi(context, cpi, { period: days })).provenance(),
  };
}
