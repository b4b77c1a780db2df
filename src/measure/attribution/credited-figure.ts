import type { RawBuilder } from 'kysely';
import { type Aggregate, aggregate } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Figure, Question } from '../figure.ts';
import type { AttributionModel } from './credits.ts';

type Rows = (context: MeasureContext, question: Question, model: AttributionModel) => Promise<RawBuilder<unknown>>;

/**
 * Makes the figure of an aggregate over rows that hold credits by the model asked; `spec.rows` are what feeds it. MARKOV tells
 * of a channel what all journeys of a stretch of days say of it, so that each stretch is asked by itself.
 */
export function creditedFigure(spec: Aggregate, rowsBy: Rows): Figure {
  const readSpans = async (context: MeasureContext, asked: Question, model: AttributionModel) => {
    const rows = await rowsBy(context, asked, model);
    return aggregate({ ...spec, rows: () => rows }).read(context, asked);
  };
  return {
    ...aggregate(spec),
    async read(context, question) {
      const model = question.options.model as AttributionModel;
      if (model !== 'MARKOV') return readSpans(context, question, model);
      const readings = await Promise.all(
        question.spans.map((span) => readSpans(context, { ...question, spans: [span] }, model)),
      );
      return readings.flatMap((own, span) => own.map((reading) => ({ ...reading, span })));
    },
  };
}
