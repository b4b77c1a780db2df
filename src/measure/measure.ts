import { fail } from '../errors.ts';
import { figures } from './catalogue.ts';
import { type MeasureContext, throughAllData } from './context.ts';
import { keyInWords } from './dimension.ts';
import type { Figure, Question, Reading } from './figure.ts';
import { customersWhere } from './filter-sql.ts';
import type { Dimension, Metric, MetricGroup, MetricOptions, MetricQuery, MetricResult } from './metric.ts';
import { buckets, previousPeriod } from './period.ts';
import { byValue, changeOf, type Place, pointOf } from './point.ts';
import { provenanceOf } from './provenance.ts';

/** Every metric that can be asked for by key. */
export const metrics: readonly Metric[] = figures;

/**
 * Answers a metric. Fails with NOT_FOUND for an unknown key, and with BAD_INPUT for a breakdown, an option or a filter that
 * the metric does not have.
 */
export async function measureMetric(asked: MeasureContext, key: string, query: MetricQuery): Promise<MetricResult> {
  const figure = findFigure(key);
  const context = figure.since && !figure.endsWithOrders ? throughAllData(asked) : asked;
  const { period, grain } = query;
  const { completeThrough, workspace } = context;
  const since = figure.since ? await figure.since(context) : (context.span?.from ?? null);
  const before = previousPeriod(period, context.asOf);
  const total: Place = { start: null, days: period, complete: period.to <= completeThrough };
  const previous: Place = { start: null, days: before, complete: since !== null && since <= before.from };
  const series: Place[] = grain ? buckets(period, grain, completeThrough) : [];
  const question: Question = {
    spans: [total, previous, ...series].map(({ days }) => days),
    by: null,
    customers: query.filter ? await customersWhere(asked, query.filter) : null,
    options: chosenOptions(context, figure, query.options ?? {}),
  };
  const readings = await figure.read(context, question);
  const point = (place: Place, reading: Reading | undefined) => pointOf(context, figure, since, place, reading);
  const at = (span: number) => readings.find((reading) => reading.span === span);
  const [now, earlier] = [point(total, at(0)), point(previous, at(1))];
  const fed = figure.inputs(context, { ...question, spans: [period] });
  return {
    metric: figure,
    currency: figure.unit === 'MONEY' ? workspace.currency : null,
    total: now,
    previous: earlier,
    change: changeOf(now, earlier),
    series: series.map((place, index) => point(place, at(index + 2))),
    groups: query.breakdown === undefined ? [] : await readGroups(query.breakdown),
    provenance: await provenanceOf(
      context,
      figure,
      fed,
      await figure.notes?.(at(0), context, { ...question, spans: [period] }),
    ),
  };

  async function readGroups(breakdown: string): Promise<MetricGroup[]> {
    const places = [total, ...series];
    const spans = places.map(({ days }) => days);
    const parts = await figure.read(context, { ...question, spans, by: chosenDimension(figure, breakdown) });
    const groups = Map.groupBy(parts, (reading) => reading.key ?? '');
    return [...groups]
      .map(([group, members]) => {
        const found = new Map(members.map((member) => [member.span, member]));
        const points = places.map((place, index) => point(place, found.get(index)));
        const label = members.find((member) => member.label !== null)?.label ?? keyInWords(group);
        return { key: group, label, total: points[0]!, series: points.slice(1) };
      })
      .toSorted((one, other) => byValue(one.total, other.total) || (one.key < other.key ? -1 : 1));
  }
}

function findFigure(key: string): Figure {
  const found = figures.find((figure) => figure.key === key);
  return found ?? fail('NOT_FOUND', { kind: 'metric', id: key, wayOut: 'The query "metrics" lists all keys.' });
}

function chosenDimension({ key, dimensions }: Figure, breakdown: string): Dimension {
  const found = dimensions.find((dimension) => dimension === breakdown);
  if (found) return found;
  const reason = `is "${breakdown}"; ${key} can be broken down by ${dimensions.join(', ')}`;
  return fail('BAD_INPUT', { field: 'breakdown', reason });
}

function chosenOptions({ workspace }: MeasureContext, figure: Figure, options: MetricOptions): Required<MetricOptions> {
  for (const name of Object.keys(options) as (keyof MetricOptions)[]) {
    if (figure.options.includes(name)) continue;
    const known = figure.options.length > 0 ? `knows only ${figure.options.join(', ')}` : 'has no options';
    fail('BAD_INPUT', { field: name, reason: `does not fit the metric ${figure.key}, which ${known}` });
  }
  const { churnAfterDays = workspace.churnAfterDays } = options;
  if (!Number.isInteger(churnAfterDays) || churnAfterDays < 1 || churnAfterDays > 3650) {
    fail('BAD_INPUT', { field: 'churnAfterDays', reason: `is ${churnAfterDays}; give whole days from 1 to 3650` });
  }
  return {
    base: 'NET',
    refundDating: 'REFUND_DATE',
    punctuality: 'TIMESTAMP',
    answers: 'ALL',
    model: workspace.attributionModel,
    ...options,
    churnAfterDays,
  };
}
