import type { MeasureContext } from './context.ts';
import type { Metric, MetricQuery, MetricResult } from './metric.ts';

/** Every metric that can be asked for by key. */
export declare const metrics: readonly Metric[];
/** Answers a metric. Fails with NOT_FOUND for an unknown key, BAD_INPUT for a breakdown or option it does not have. */
export declare function measureMetric(context: MeasureContext, key: string, query: MetricQuery): Promise<MetricResult>;
