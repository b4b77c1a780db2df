import { sql } from 'kysely';
import { instant, number, type Subject, text } from '../field.ts';

export const survey: Subject = {
  description: 'An answer to a survey or a review, or a question that got none.',
  from: sql`survey_answers t`,
  valid: sql`true`,
  identityId: sql`t.identity_id`,
  orderId: sql`t.order_id`,
  of: null,
  since: sql`coalesce(t.sent_at, t.answered_at)`,
  datedBy: 'answeredAt',
  fields: {
    sentAt: instant('When it was asked.', 't.sent_at'),
    answeredAt: instant('When it was answered.', 't.answered_at'),
    kind: text('What was asked.', 't.kind', ['REVIEW', 'NPS', 'CES', 'CSAT']),
    score: number('The answer on its own scale.', 't.score'),
    position: number(
      'Where the answer stands on its scale, 0 for the lowest to 1 for the highest.',
      sql`((t.score - t.scale_min) / nullif(t.scale_max - t.scale_min, 0))`,
    ),
  },
};
