import type { Stream } from '../../../src/sdk/index.ts';
import { isoInstant } from '../world/clock.ts';
import { type Lead, leadCount, leadOf } from '../world/leads.ts';
import type { World } from '../world/world.ts';
import { known, pageSize, streamOf } from './stream.ts';

type LeadPayload = {
  id: string;
  origin: string;
  segment: string;
  contacted_at: string;
  status: Lead['status'];
  won_at: string | null;
};

/** Prospects with where they came from and what became of them. */
export function leads(world: World): Stream {
  const count = leadCount(world);
  return streamOf<LeadPayload>({
    entities: ['lead'],
    personalData: false,
    pages: Math.ceil(count / pageSize),
    key: ({ id }) => id,
    page(number) {
      const first = number * pageSize;
      return Array.from({ length: Math.min(pageSize, count - first) }, (_, at) => payloadOf(leadOf(world, first + at)));
    },
    map: ({ id: key, origin, segment, status, contacted_at: firstContactAt, won_at: wonAt }) => [
      { type: 'lead', data: { key, origin, segment, status, firstContactAt, ...known({ wonAt }) } },
    ],
  });
}

const payloadOf = ({ key, origin, segment, contactedAt, status, wonAt }: Lead): LeadPayload => ({
  id: key,
  origin,
  segment,
  contacted_at: isoInstant(contactedAt),
  status,
  won_at: wonAt === null ? null : isoInstant(wonAt),
});
