import type { GoogleAds, Served } from '../emulators/google-ads.ts';

/** Numbers that look like chance and are the same every time. */
const mixed = (...parts: number[]) => parts.reduce((sum, part) => (sum * 31 + part * 7919) % 10_007, 17);
const types = ['SEARCH', 'SHOPPING', 'DISPLAY', 'VIDEO', 'PERFORMANCE_MAX', 'SMART', 'UNKNOWN'];
const withoutGroups = new Set(['PERFORMANCE_MAX', 'UNKNOWN']);

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** Fills an account: a campaign of every type, some removed, with ad groups where the type has them, served on most days. */
export function fillAccount(google: GoogleAds, first: string, days: number): void {
  for (const [index, type] of types.entries()) {
    const campaign = String(24_027_360_183 + index);
    const status = index === 2 ? 'REMOVED' : 'ENABLED';
    const end = index === 0 ? '2026-12-31' : '2037-12-30';
    google.campaigns.set(campaign, { id: campaign, name: `Campaign ${type}`, type, status, start: '2026-01-15', end });
    if (withoutGroups.has(type)) continue;
    for (let group = 0; group < 2; group++) {
      const id = String(197_714_341_345 + index * 10 + group);
      google.adGroups.set(id, { id, name: `Group ${index}.${group}`, campaign, status: group ? 'REMOVED' : 'ENABLED' });
    }
  }
  for (let index = 0; index < days; index++) google.served.push(...servedOn(google, dayAfter(first, index)));
}

function servedOn({ campaigns, adGroups }: GoogleAds, day: string): Served[] {
  const whole = [...campaigns.values()]
    .filter(({ type }) => withoutGroups.has(type))
    .map(({ id }) => ({ campaign: id }));
  const units = [...[...adGroups.values()].map(({ id, campaign }) => ({ campaign, adGroup: id })), ...whole];
  return units.flatMap((unit, number) => {
    const chance = mixed(number, Number(day.replaceAll('-', '')) % 10_000);
    if (chance % 5 === 0) return [];
    const clicks = chance % 40;
    return [{ day, ...unit, micros: chance * 12_347, impressions: chance * 9, clicks, conversions: (clicks % 5) / 2 }];
  });
}

/** States days anew, as conversions come in and clicks are found invalid: figures change, rows go and come. */
export function restate(google: GoogleAds, from: string): void {
  google.served = google.served.flatMap((row, index) => {
    if (row.day < from || index % 3 === 1) return [row];
    if (index % 3 === 2) return [];
    return [{ ...row, micros: row.micros + 70_000, conversions: row.conversions + 1 }];
  });
  const there = new Set(google.served.map(({ day, adGroup }) => `${day}/${adGroup}`));
  for (let day = from; day <= google.served.at(-1)!.day; day = dayAfter(day, 1)) {
    const late = [...google.adGroups.values()].find(({ id }) => !there.has(`${day}/${id}`));
    const counts = { micros: 10_000, impressions: 1, clicks: 0, conversions: 0 };
    if (late) google.served.push({ day, campaign: late.campaign, adGroup: late.id, ...counts });
  }
}
