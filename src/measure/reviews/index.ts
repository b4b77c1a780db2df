import { sql } from 'kysely';
import { aggregate, type Aggregate } from '../aggregate.ts';
import type { Figure } from '../figure.ts';
import { customerDimensions, type Dimension } from '../metric.ts';
import { answerRows, askedRows, firstAnswer, firstAsked, type SurveyKind } from './sql.ts';

const dimensions: readonly Dimension[] = [
  'punctuality',
  'source',
  'country',
  'sales_channel',
  'product',
  ...customerDimensions,
];
const dated =
  'Answers with a score count on the day they came, also anonymous ones; requests without an answer do not count, and a ' +
  'rating that was changed counts as it stands now. With answers: LATEST, of each person’s answers to one survey (a stream ' +
  'of a source) in a period or point the latest alone counts.';
const split =
  'By punctuality: whether all deliveries of the order kept their promise; answers about no delivered order are UNKNOWN. ' +
  'By product: the product that the survey names, else every product of its order, so that groups overlap.';
const spread = 'Standard error: √(variance of the answers / answers); the interval reaches 1.96 of them either side.';

/** Answers on another scale than the one that a figure is made for. */
const notOn = (scale: string) => () => sql`count(*) filter (where f.scale <> ${scale})`;

type Named = Pick<Aggregate, 'key' | 'name' | 'description' | 'formula' | 'higherIsBetter' | 'method' | 'numerator'>;
function surveyFigure(kind: SurveyKind, { formula, ...spec }: Named & Partial<Aggregate>): Figure {
  return aggregate({
    unit: 'SCORE',
    dimensions,
    options: ['punctuality', 'answers'],
    whenUnknown: 'MIXED_SCALES',
    denominator: () => sql`count(*)`,
    rows: (context, question) => answerRows(kind, context, question),
    match: ({ options }) =>
      options.answers === 'LATEST'
        ? sql`f.day between s.first and s.last and (f.next_day is null or f.next_day > s.last)`
        : null,
    since: (context) => firstAnswer(kind, context),
    formula: `${formula} ${dated} ${split}`,
    ...spec,
  });
}

const mean = {
  unknown: () => sql`case when count(distinct f.scale) > 1 then count(*) else 0 end`,
  numerator: () => sql`sum(f.score)`,
  squares: () => sql`sum(f.score * f.score)`,
};

export const reviewFigures: readonly Figure[] = [
  surveyFigure('REVIEW', {
    ...mean,
    key: 'review_score',
    name: 'Review score',
    description: 'The mean score of reviews, on the scale they were given on.',
    formula: `Sum of scores / count of reviews; without a value where reviews use different scales. ${spread}`,
    higherIsBetter: true,
    method: 'mean-review@2',
  }),
  surveyFigure('NPS', {
    key: 'nps',
    name: 'Net promoter score',
    description: 'How many more would recommend us than would advise against, from -100 to 100. It is no percentage.',
    formula: `100 × (answers of 9 or 10 − answers of 0 to 6) / answers, on a scale from 0 to 10; without a value where an answer is on any other, for it is not rescaled. Standard error: 100 × √((p + d − (p − d)²) / answers), with the shares p of promoters and d of detractors; the interval reaches 1.96 of them either side.`,
    higherIsBetter: true,
    method: 'nps@2',
    numerator: () => sql`100 * (count(*) filter (where f.score >= 9) - count(*) filter (where f.score <= 6))`,
    squares: () => sql`10000 * count(*) filter (where f.score >= 9 or f.score <= 6)`,
    bounds: [-100, 100],
    unknown: notOn('0-10'),
  }),
  surveyFigure('CSAT', {
    key: 'csat',
    name: 'Customer satisfaction',
    description: 'How many of those who answered are satisfied.',
    formula: 'Answers in the upper quarter of their scale (the top two boxes 4 and 5 of 1 to 5) / answers.',
    unit: 'RATIO',
    higherIsBetter: true,
    method: 'csat-top-box@2',
    share: true,
    numerator: () => sql`count(*) filter (where f.rank >= 0.75)`,
  }),
  surveyFigure('CES', {
    ...mean,
    key: 'ces',
    name: 'Customer effort score',
    description: 'How easy it was (CES 2.0), as the mean on a scale from 1 to 7; higher is easier.',
    formula: `Sum of scores / count of answers, on a scale from 1 to 7; without a value where an answer is on any other. ${spread}`,
    higherIsBetter: true,
    method: 'ces-2-mean@2',
    unknown: notOn('1-7'),
    bounds: [1, 7],
  }),
  surveyFigure('CES', {
    key: 'ces_easy_share',
    name: 'Customer effort score, top boxes',
    description: 'How many of those who answered found it easy (CES 2.0).',
    formula: 'Answers of 5 to 7 / answers, on a scale from 1 to 7; without a value where an answer is on any other.',
    unit: 'RATIO',
    higherIsBetter: true,
    method: 'ces-2-top-box@1',
    share: true,
    numerator: () => sql`count(*) filter (where f.score >= 5)`,
    unknown: notOn('1-7'),
  }),
  surveyFigure('CES', {
    ...mean,
    key: 'ces_1',
    name: 'Customer effort score 1.0',
    description:
      'How much effort it took (CES 1.0), as the mean on a scale from 1 to 5. It is inverted: lower is easier.',
    formula: `Sum of scores / count of answers, on a scale from 1 to 5; without a value where an answer is on any other. ${spread}`,
    higherIsBetter: false,
    method: 'ces-1-mean@1',
    unknown: notOn('1-5'),
    bounds: [1, 5],
  }),
  aggregate({
    key: 'survey_response_rate',
    name: 'Survey response rate',
    description: 'How many of those who were asked for their opinion gave it.',
    formula:
      'Surveys sent in the period that have a score by now / surveys sent in the period; by the day they were sent, so that ' +
      'the latest ones may still be answered. Opinions that nobody asked for are in neither number.',
    unit: 'RATIO',
    dimensions: ['survey', ...dimensions],
    options: ['punctuality'],
    higherIsBetter: true,
    method: 'survey-response-rate@1',
    share: true,
    numerator: () => sql`count(*) filter (where f.answered)`,
    denominator: () => sql`count(*)`,
    rows: askedRows,
    since: firstAsked,
  }),
];
