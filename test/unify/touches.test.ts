import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { recomputeAll, refreshFigures } from '../../src/measure/refresh/index.ts';
import type { Draft, DraftData } from '../../src/sdk/index.ts';
import { mergeCustomers, splitCustomer } from '../../src/unify/identity/by-hand.ts';
import { forgetFacts } from '../../src/unify/forget-facts.ts';
import { Business, each, openModel, type Told } from './business.ts';

const store = await openModel();

const order = (
  key: string,
  customerKey: string | undefined,
  day: number,
  more: Partial<DraftData['order']> = {},
): Draft => ({
  type: 'order',
  data: {
    key,
    placedAt: at(day),
    status: 'PAID',
    currency: 'EUR',
    total: '10.00',
    ...(customerKey && { customerKey }),
    ...more,
  },
});
const touch = (key: string, day: number, more: Partial<DraftData['touch']> = {}): Draft => ({
  type: 'touch',
  data: { key, at: at(day), kind: 'SESSION', ...more },
});
const at = (day: number) => new Date(Date.UTC(2024, 0, day, 12)).toISOString();

interface Fact {
  touch: string;
  person: string | null;
  order: string | null;
  channel: string;
  campaign: string | null;
}
/** The touches' facts when the figures are refreshed, and when everything is worked out anew. */
async function bothWays(business: Business) {
  await refreshFigures(store, business.workspaceId);
  const refreshed = await business.rows('touch_facts');
  await recomputeAll(store, business.workspaceId);
  return [refreshed, await business.rows('touch_facts')] as const;
}
/** What touches became. */
async function facts(business: Business): Promise<Record<string, Omit<Fact, 'touch'>>> {
  const [refreshed, anew] = await bothWays(business);
  expect(refreshed).toEqual(anew);
  const { workspaceId } = business;
  const { rows: found } = await sql<Fact>`
    select t.external_id as touch, p.external_id as person, o.external_id as order, c.name as channel, k.name as campaign
    from touch_facts f
    join touches t on t.workspace_id = f.workspace_id and t.id = f.touch_id
    join touch_origins g on g.workspace_id = f.workspace_id and g.id = f.origin_id and not g.stale
    join channels c on c.workspace_id = f.workspace_id and c.id = g.channel_id
    left join identities p on p.workspace_id = f.workspace_id and p.id = f.customer_id
    left join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id
    left join campaigns k on k.workspace_id = f.workspace_id and k.id = g.campaign_id
    where f.workspace_id = ${workspaceId}`.execute(store.em().getKysely());
  return Object.fromEntries(found.map(({ touch: key, ...fact }) => [key, fact]));
}
const direct = { channel: 'Direct', campaign: null };

describe('touches', () => {
  it('follow what arrives, changes hands, ends and comes back', async () => {
    const business = await Business.open(store);
    await business.tell(
      each(touch('t1', 1, { customerKey: 'ann' }), touch('t2', 1, { orderKey: 'till' }), order('o1', 'ann', 2)),
    );
    expect(await facts(business)).toEqual({ t1: { person: 'ann', order: 'o1', ...direct } });
    await business.tell(each(order('till', undefined, 3)));
    expect(await facts(business)).toMatchObject({ t2: { person: null, order: 'till', ...direct } });
    await business.tell(each(order('till', 'ben', 3), touch('t1', 1, { customerKey: 'ben' })));
    expect(await facts(business)).toMatchObject({
      t1: { person: 'ben', order: 'till' },
      t2: { person: 'ben', order: 'till' },
    });
    const visit = each(touch('t1', 1, { customerKey: 'ben' }));
    await business.tell(visit.map((record) => ({ ...record, gone: true })));
    expect(Object.keys(await facts(business))).toEqual(['t2']);
    await business.tell(visit);
    expect(await facts(business)).toMatchObject({ t1: { person: 'ben', order: 'till' } });
  });

  it('move with who is one person, and move back', async () => {
    const business = await Business.open(store);
    await business.tell(
      each(
        touch('t1', 1, { customerKey: 'ann' }),
        order('o1', 'ben', 2),
        touch('t2', 3, { customerKey: 'ben' }),
        order('o2', 'ann', 4),
      ),
    );
    const apart = await facts(business);
    expect(apart).toMatchObject({ t1: { person: 'ann', order: 'o2' }, t2: { person: 'ben', order: null } });
    const ids = (await business.rows<{ id: string; external_id: string }>('identities')).map(({ id }) => id);
    await mergeCustomers(store, business.workspaceId, ids);
    expect(await facts(business)).toMatchObject({ t1: { order: 'o1' }, t2: { order: 'o2' } });
    const ben = (await business.fact('identities', 'ben'))['id'] as string;
    await splitCustomer(store, business.workspaceId, [ben]);
    expect(await facts(business)).toEqual(apart);
  });

  it('end with the record of the order that told them and tells them no more', async () => {
    const business = await Business.open(store);
    const told = (...drafts: Draft[]): Told[] => [{ key: 'o1', drafts: [order('o1', 'ann', 5), ...drafts] }];
    const visit = (key: string, day: number) => touch(key, day, { customerKey: 'ann', orderKey: 'o1' });
    await business.tell(told(visit('first', 1), visit('last', 2)));
    expect(Object.keys(await facts(business)).toSorted()).toEqual(['first', 'last']);
    await business.tell(told(visit('first', 1), visit('later', 3)));
    expect(Object.keys(await facts(business)).toSorted()).toEqual(['first', 'later']);
  });

  it('find channel and campaign when the ad platform is connected, and lose them when it goes', async () => {
    const business = await Business.open(store);
    const tags = { utmSource: 'facebook', utmMedium: 'cpc' };
    await business.tell(
      each(
        touch('by name', 1, { customerKey: 'ann', ...tags, utmCampaign: 'Spring' }),
        touch('by id', 2, { customerKey: 'ann', ...tags, utmCampaign: '77' }),
        touch('by link', 3, { customerKey: 'ann', landing: '/?utm_source=ig&utm_medium=paid&utm_id=77&fbclid=x' }),
        touch('unknown', 4, { customerKey: 'ann', ...tags, utmCampaign: 'summer' }),
      ),
    );
    const alone = await facts(business);
    expect(new Set(Object.values(alone).map(({ channel }) => channel))).toEqual(new Set(['Paid social']));
    const ads = await business.secondSource();
    await ads.tell(
      each(
        { type: 'channel', data: { key: 'meta', name: 'Meta', kind: 'PAID_SOCIAL' } },
        { type: 'campaign', data: { key: '77', name: 'spring ', channelKey: 'meta' } },
      ),
    );
    const spring = { channel: 'Meta', campaign: 'spring ', order: null, person: 'ann' };
    expect(await facts(business)).toEqual({
      'by name': spring,
      'by id': spring,
      'by link': spring,
      unknown: { ...spring, campaign: null },
    });
    const { workspaceId, sourceId } = ads;
    await store.repeatable((em) => forgetFacts(em, { workspaceId, sourceId, runId: null }));
    expect(await facts(business)).toEqual(alone);
  });

  it('are the same whichever way they came', async () => {
    const person = fc.constantFrom('ann', 'ben', 'cid');
    const day = fc.integer({ min: 1, max: 28 });
    const number = fc.integer({ min: 1, max: 6 });
    const record = fc.oneof(
      fc
        .tuple(number, fc.option(person, { nil: undefined }), day, fc.constantFrom('PAID', 'CANCELLED', 'DRAFT'))
        .map(([key, customerKey, when, status]) => order(`o${key}`, customerKey, when, { status: status as 'PAID' })),
      fc.tuple(number, day, fc.option(person), fc.option(number)).map(([key, when, customerKey, orderKey]) =>
        touch(`t${key}`, when, {
          ...(customerKey && { customerKey }),
          ...(orderKey && { orderKey: `o${orderKey}` }),
        }),
      ),
      fc
        .tuple(person, fc.constantFrom('1', '2'))
        .map(([key, phone]): Draft => ({ type: 'customer', data: { key, phone: `+3902555000${phone}` } })),
    );
    const batch = fc.uniqueArray(fc.tuple(record, fc.constantFrom(false, false, false, true)), {
      minLength: 1,
      maxLength: 6,
      selector: ([draft]) => each(draft)[0]!.key,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 4 }), async (batches) => {
        const business = await Business.open(store);
        for (const records of batches) {
          await business.tell(records.map(([draft, gone]) => ({ ...each(draft)[0]!, gone })));
          const [refreshed, anew] = await bothWays(business);
          expect(refreshed).toEqual(anew);
        }
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});
