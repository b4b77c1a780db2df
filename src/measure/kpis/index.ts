import type { MeasureContext } from '../context.ts';
import { measureMetric, metrics } from '../measure.ts';
import type { MetricOptions, MetricQuery, MetricResult } from '../metric.ts';
import { readScales, type Scale } from '../reviews/scales.ts';

/** A figure that looks at customers from the company's side; a CPI looks at what they were promised. */
export interface Kpi {
  /** Of the metric. */
  key: string;
  /** What customers were asked. */
  asks: string;
  doesNotTell: string;
  result: MetricResult;
  /** Scales on which answers of the period were given. */
  scales: Scale[];
}

const classics: readonly { key: string; kinds: readonly Scale['kind'][]; asks: string; doesNotTell: string }[] = [
  {
    key: 'nps',
    kinds: ['NPS'],
    asks: 'How likely are you to recommend us to a friend, from 0 to 10?',
    doesNotTell:
      'Whether anybody did recommend, nor what went wrong: it is an intention, and one number out of very different mixtures of promoters and detractors. Few answers move it by many points: read it with its interval.',
  },
  {
    key: 'csat',
    kinds: ['CSAT'],
    asks: 'How satisfied are you with this?',
    doesNotTell:
      'What those think who did not answer, nor how customers see the whole: it is about the one contact that it was asked after.',
  },
  {
    key: 'ces',
    kinds: ['CES'],
    asks: 'We made it easy for you: do you agree, from 1 to 7?',
    doesNotTell:
      'How long it took or what it cost: it is what effort felt like. The older CES 1.0 asks how much effort it was, and lower is better there: that is the metric ces_1.',
  },
  {
    key: 'review_score',
    kinds: ['REVIEW'],
    asks: 'How many stars do you give?',
    doesNotTell:
      'What the silent majority thinks: the delighted and the angry write reviews. A mean hides that there are two groups.',
  },
  {
    key: 'survey_response_rate',
    kinds: ['NPS', 'CSAT', 'CES', 'REVIEW'],
    asks: 'Nothing: it is how many of those who were asked answered at all.',
    doesNotTell: 'Whether those who answered are like those who did not. The lower it is, the less the others tell.',
  },
];

/** The classic KPIs, each as the metric of its key says. Fails with BAD_INPUT for what one of them cannot be broken down by. */
export async function kpis(context: MeasureContext, query: MetricQuery): Promise<Kpi[]> {
  const scales = await readScales(context, query.period);
  return Promise.all(
    classics.map(async ({ key, kinds, asks, doesNotTell }) => ({
      key,
      asks,
      doesNotTell,
      result: await measureMetric(context, key, { ...query, options: optionsOf(key, query.options ?? {}) }),
      scales: scales.filter(({ kind }) => kinds.includes(kind)),
    })),
  );
}

/** Those that the metric knows. */
function optionsOf(key: string, options: MetricOptions): MetricOptions {
  const { options: known } = metrics.find((metric) => metric.key === key)!;
  return Object.fromEntries(Object.entries(options).filter(([name]) => known.includes(name as keyof MetricOptions)));
}
