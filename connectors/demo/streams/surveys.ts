import type { Stream } from '../../../src/sdk/index.ts';
import { isoInstant } from '../world/clock.ts';
import { type Survey, surveysOf } from '../world/surveys.ts';
import { ticketsOf } from '../world/tickets.ts';
import type { World } from '../world/world.ts';
import { type Contact, contactOf, known, peopleStream, personOfRecord } from './stream.ts';

type SurveyPayload = Contact & {
  id: string;
  kind: Survey['kind'];
  order_id: string | null;
  ticket_id: string | null;
  product_id: string | null;
  score: number | null;
  scale: { from: number; to: number };
  sent_at: string;
  answered_at: string | null;
};

/** Reviews, NPS, CSAT and CES; also what was asked and not answered. */
export function surveys(world: World): Stream {
  return peopleStream<SurveyPayload>(world, {
    entities: ['survey'],
    of: ({ person, orders }) => surveysOf(world, person, orders, ticketsOf(world, person, orders)).map(payloadOf),
    map: (survey) => [
      {
        type: 'survey',
        data: {
          ...personOfRecord(survey),
          ...known({
            orderKey: survey.order_id,
            ticketKey: survey.ticket_id,
            productKey: survey.product_id,
            score: survey.score === null ? null : String(survey.score),
            answeredAt: survey.answered_at,
          }),
          key: survey.id,
          kind: survey.kind,
          scaleMin: String(survey.scale.from),
          scaleMax: String(survey.scale.to),
          sentAt: survey.sent_at,
        },
      },
    ],
  });
}

const payloadOf = (survey: Survey): SurveyPayload => ({
  ...contactOf(survey),
  id: survey.key,
  kind: survey.kind,
  order_id: survey.order,
  ticket_id: survey.ticket,
  product_id: survey.product,
  score: survey.score,
  scale: { from: survey.scale[0], to: survey.scale[1] },
  sent_at: isoInstant(survey.sentAt),
  answered_at: survey.answeredAt === null ? null : isoInstant(survey.answeredAt),
});
