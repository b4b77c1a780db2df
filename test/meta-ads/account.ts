import type { Delivered, MetaAds } from '../emulators/meta-ads.ts';

/** Numbers that look like chance and are the same every time. */
const mixed = (...parts: number[]) => parts.reduce((sum, part) => (sum * 31 + part * 7919) % 10_007, 17);

/** Fills an ad account: campaigns with ad sets and ads, some of them archived or deleted, that deliver on most days. */
export function fillAccount(meta: MetaAds, first: string, days: number): void {
  for (let campaign = 0; campaign < 3; campaign++) {
    const campaign_id = String(120_208_325_579_370_000n + BigInt(campaign));
    const effective_status = ['ACTIVE', 'PAUSED', 'DELETED'][campaign]!;
    meta.campaigns.set(campaign_id, {
      ...{ id: campaign_id, name: `Campaign ${campaign}`, effective_status },
      start_time: '2026-03-01T22:00:00-0800',
      stop_time: campaign === 0 ? '2026-09-30T00:00:00-0700' : '1969-12-31T15:59:59-0800',
    });
    for (let set = 0; set < 2; set++) {
      const adset_id = `${campaign_id}${set}`;
      meta.adSets.set(adset_id, { id: adset_id, name: `Set ${campaign}.${set}`, campaign_id, effective_status });
      for (let ad = 0; ad < 3; ad++) {
        const id = `${adset_id}${ad}`;
        const status = ad === 2 ? 'ARCHIVED' : effective_status;
        meta.ads.set(id, { id, name: `Ad ${campaign}.${set}.${ad}`, adset_id, effective_status: status });
      }
    }
  }
  for (let index = 0; index < days; index++)
    meta.delivered.push(...[...meta.ads.keys()].flatMap((ad, number) => deliver(dayAfter(first, index), ad, number)));
}

function deliver(day: string, ad: string, number: number): Delivered[] {
  const chance = mixed(number, Number(day.replaceAll('-', '')) % 10_000);
  if (chance % 5 === 0) return [];
  const clicks = chance % 40;
  return [{ day, ad, cents: chance * 3 + 1, impressions: chance * 9, clicks, purchases: clicks % 4 }];
}

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** States days anew, as conversions come in and clicks are found invalid: figures change, rows go and come. */
export function restate(meta: MetaAds, from: string): void {
  meta.delivered = meta.delivered.flatMap((row, index) => {
    if (row.day < from || index % 3 === 1) return [row];
    if (index % 3 === 2) return [];
    return [{ ...row, cents: row.cents + 7, purchases: row.purchases + 1 }];
  });
  const ads = [...meta.ads.keys()];
  const there = new Set(meta.delivered.map(({ day, ad }) => `${day}/${ad}`));
  for (let day = from; day <= meta.delivered.at(-1)!.day; day = dayAfter(day, 1)) {
    const late = ads.find((ad) => !there.has(`${day}/${ad}`));
    if (late) meta.delivered.push({ day, ad: late, cents: 33, impressions: 1, clicks: 0, purchases: 0 });
  }
}
