import { clickIdKinds } from '../model/click-ids.ts';
import type { DraftData } from '../sdk/index.ts';

/** The parameters of a landing page that name a touch's origin, the first that is there; Google tags clicks on its ads itself. */
const parameters = {
  utmSource: ['utm_source'],
  utmMedium: ['utm_medium'],
  utmCampaign: ['utm_campaign'],
  utmId: ['utm_id', 'gad_campaignid'],
} as const;
const longest = 500;

/**
 * A touch with what the address of its landing page says where the source says nothing. Here and not in the connectors, so
 * that every source's touches are read alike, and not in the figures, which then need to know no addresses.
 */
export function withLanding(touch: DraftData['touch']): DraftData['touch'] {
  const query = /^[^#?]*\?([^#]*)/.exec(touch.landing ?? '')?.[1];
  if (query === undefined) return touch;
  const given = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const text = value.toWellFormed().replaceAll('\0', '').trim().slice(0, longest);
    if (text !== '' && !given.has(name.toLowerCase())) given.set(name.toLowerCase(), text);
  }
  const filled = { ...touch };
  for (const [field, names] of Object.entries(parameters) as [keyof typeof parameters, readonly string[]][]) {
    const found = names.find((name) => given.has(name));
    if (filled[field] === undefined && found) filled[field] = given.get(found)!;
  }
  const clickIdKind = [...clickIdKinds.keys()].find((name) => given.has(name));
  if (clickIdKind && touch.clickId === undefined && touch.clickIdKind === undefined) {
    return { ...filled, clickIdKind, clickId: given.get(clickIdKind)! };
  }
  return filled;
}
