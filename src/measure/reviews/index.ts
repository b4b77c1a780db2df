import { sql } from 'kysely';
import { aggregate, type Aggregate } from '../aggregate.ts';
import type { Figure } from '../figure.ts';
import { answerRows, firstAnswer, type SurveyKind } from './sql.ts';

const dated = 'Answers with a score count on the day they came; requests without an answer do not count.';
const split =
  'By punctuality: whether all deliveries of the order kept their promise; answers about no delivered order are UNKNOWN.';

type Named = Pick<Aggregate, 'key' | 'name' | 'description' | 'formula' | 'higherIsBetter' | 'method' | 'numerator'>;
function surveyFigure(kind: SurveyKind, spec: Named & Partial<Aggregate>): Figure {
  return aggregate({
    unit: 'SCORE',
    dimensions: ['punctuality', 'source', 'country', 'lifecycle_stage', 'rfm_group'],
    options: ['punctuality'],
    whenUnknown: 'MIXED_SCALES',
    denominator: () => sql`count(*)`,
    unknown: () => sql`case when count(distinct f.scale) > 1 then count(*) else 0 end`,
    rows: (context, question) => answerRows(kind, context, question),
    since: (context) => firstAnswer(kind, context),
    ...spec,
  });
}

export const reviewFigures: readonly Figure[] = [
  surveyFigure('REVIEW', {
    key: 'review_score',
    name: 'Review score',
    description: 'The mean score of reviews, on the scale they were given on.',
    formula: `Sum of scores / count of reviews; without a value where reviews use different scales. ${dated} ${split}`,
    higherIsBetter: true,
    method: 'mean-review@1',
    numerator: () => sql`sum(f.score)`,
  }),
  surveyFigure('NPS', {
    key: 'nps',
    name: 'Net promoter score',
    description: 'How many more would recommend us than would advise against, from -100 to 100.',
    formula: `100 × (answers of 9 or 10 − answers of 0 to 6) / answers, on a scale from 0 to 10; without a value on any other. ${dated} ${split}`,
    higherIsBetter: true,
    method: 'nps@1',
    numerator: () => sql`100 * (count(*) filter (where f.score >= 9) - count(*) filter (where f.score <= 6))`,
    unknown: () => sql`count(*) filter (where f.scale <> '0-10')`,
  }),
  surveyFigure('CSAT', {
    key: 'csat',
    name: 'Customer satisfaction',
    description: 'How many of those who answered are satisfied.',
    formula: `Answers in the upper quarter of their scale (4 and 5 of 1 to 5) / answers. ${dated} ${split}`,
    unit: 'RATIO',
    higherIsBetter: true,
    method: 'csat-top-box@1',
    share: true,
    numerator: () => sql`count(*) filter (where f.rank >= 0.75)`,
    unknown: () => sql`0`,
  }),
  surveyFigure('CES', {
    key: 'ces',
    name: 'Customer effort score',
    description: 'How easy it was, as the mean on the scale of the question; higher is easier.',
    formula: `Sum of scores / count of answers; without a value where answers use different scales. ${dated} ${split}`,
    higherIsBetter: true,
    method: 'mean-effort@1',
    numerator: () => sql`sum(f.score)`,
  }),
];
