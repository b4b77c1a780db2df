import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { instantAt, known, recordAt, required, textAt } from '../../src/sdk/index.ts';
import { keyAt } from './values.ts';

/** The first and the last visit before an order, which may be one. */
export function mapVisits(
  order: Payload,
  { orderKey, person }: { orderKey: string; person: Pick<DraftData['touch'], 'customerKey' | 'email' | 'phone'> },
): Draft[] {
  const visits = ['firstVisit', 'lastVisit'].map((name) => recordAt(order, `customerJourneySummary.${name}`));
  const found = new Map(visits.flatMap((visit) => [[keyAt(visit, 'id') ?? '', visit] as const]));
  found.delete('');
  return [...found].map(([id, visit]) => {
    return {
      type: 'touch',
      data: known({
        // A visit may have led to several orders.
        key: `${orderKey}:${id}`,
        ...person,
        orderKey,
        at: required(instantAt(visit, 'occurredAt'), 'customerJourneySummary.occurredAt'),
        kind: 'SESSION' as const,
        utmSource: textAt(visit, 'utmParameters.source'),
        utmMedium: textAt(visit, 'utmParameters.medium'),
        utmCampaign: textAt(visit, 'utmParameters.campaign'),
        referrer: textAt(visit, 'referrerUrl'),
        landing: textAt(visit, 'landingPage'),
      }),
    };
  });
}
