import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, it, vi } from 'vitest';
import { renameSource } from '../../src/land/source.ts';
import { unknownPart } from '../../src/measure/acquisition/credited.ts';
import { openBook, partProvenance } from '../../src/measure/acquisition/index.ts';
import { acquisitionOptions } from '../../src/measure/acquisition/question.ts';
import { churnedBy } from '../../src/measure/churn/definitions.ts';
import { type MeasureContext, openContext } from '../../src/measure/context.ts';
import { customerSortKeys } from '../../src/measure/customers-order.ts';
import { customersPage } from '../../src/measure/customers-page.ts';
import type { CustomerFilter } from '../../src/measure/filter.ts';
import { transitionsBetween } from '../../src/measure/lifecycle/transitions.ts';
import { measureMetric, metrics } from '../../src/measure/measure.ts';
import { refreshFigures } from '../../src/measure/refresh/index.ts';
import { repeatLadder } from '../../src/measure/repeat/ladder.ts';
import { cohorts } from '../../src/measure/retention/index.ts';
import { rfmProvenance } from '../../src/measure/rfm/index.ts';
import { filterSizes, listSegments, segmentSizes } from '../../src/measure/segments/index.ts';
import { addToList, takeOffList } from '../../src/measure/segments/list.ts';
import { segmentOverlap } from '../../src/measure/segments/overlap.ts';
import { refreshForecasts } from '../../src/measure/value/refresh.ts';
import { Segment } from '../../src/model/segment.ts';
import type { Draft } from '../../src/sdk/index.ts';
import { forgetFacts } from '../../src/unify/forget-facts.ts';
import { mergeCustomers, splitCustomer } from '../../src/unify/identity/by-hand.ts';
import { Business, each, openModel } from '../unify/business.ts';

const store = await openModel();
const listId = '00000000-0000-4000-8000-00000000000a';
const day = (index: number) => new Date(Date.UTC(2025, 0, 1 + index)).toISOString();
const period = { from: '2025-01-01', to: '2025-12-31' };

/** One of each kind: the others are read by the same statements. */
const asked = new Set([
  'revenue',
  'new_customers',
  'customers',
  'repeat_rate',
  'churn_rate',
  'gini_of_revenue',
  'on_time_delivery_rate',
  'review_score',
  'ad_spend',
]);

/** Everything that is asked of a workspace. Who asks in a transaction shares no answer with anybody. */
async function answers(context: MeasureContext) {
  const halfway = await openContext(context.em, context.workspace.id, '2025-05-01');
  const filters: CustomerFilter[] = [
    { ordered: { period: { between: period }, count: { gte: 2 } } },
    { consent: { channel: 'EMAIL', granted: true } },
    { lateDelivery: { period: { between: period } } },
    { segment: listId },
    { not: { country: ['IT'] } },
  ];
  const pages = [];
  for (const key of customerSortKeys) {
    const page = await customersPage(context, { sort: { key, direction: 'DESC' }, first: 7 });
    pages.push([page.rows, await page.totalCount()]);
  }
  const figures = [];
  for (const { key, dimensions } of metrics.filter((metric) => asked.has(metric.key))) {
    const breakdown = dimensions.find((dimension) => dimension === 'source') ?? dimensions[0];
    const {
      provenance,
      metric: _,
      ...result
    } = await measureMetric(context, key, {
      period,
      grain: 'QUARTER',
      ...(breakdown && { breakdown }),
    });
    figures.push({ ...result, inputs: provenance.inputs });
  }
  const all = openBook(context, 'ALL', { period, options: acquisitionOptions(context.workspace, {}) });
  const won = await partProvenance({ book: all, key: unknownPart });
  const channels = openBook(context, 'CHANNEL', all.query);
  const acquired = [await all.won('NET'), await channels.won('NET'), await channels.spent('FULLY_LOADED')].map(
    (parts) => [...parts],
  );
  const { provenance: kept, ...retention } = await cohorts(context, { period, grain: 'MONTH' });
  const segments = await listSegments(context);
  return {
    ...{ pages, figures, acquired, retention, inputs: [won.inputs, kept.inputs] },
    sizes: [await segmentSizes(context, segments), await filterSizes(context, filters)],
    overlap: await segmentOverlap(context, segments.slice(0, 3)),
    churned: await churnedBy(context),
    moves: await transitionsBetween(halfway, context),
    ladder: await repeatLadder(context),
    scores: (await rfmProvenance(context)).notes,
  };
}

const remembered = async ({ workspaceId }: Business) => answers(await openContext(store.em(), workspaceId));
const fresh = ({ workspaceId }: Business) =>
  store.transaction(async (em) => answers(await openContext(em, workspaceId)));

/** Something that happens to a business, by a number that says what exactly. */
type Event = (business: Business, any: number) => Promise<unknown>;

const person = (any: number) => ({ customerKey: `c${any % 9}` });
const order = (any: number): Draft => ({
  type: 'order',
  data: {
    key: `o${any % 40}`,
    ...person(any),
    placedAt: day((any * 7) % 300),
    status: any % 11 === 0 ? 'CANCELLED' : 'PAID',
    currency: any % 5 === 0 ? 'USD' : 'EUR',
    total: `${10 + (any % 50)}.00`,
  },
});
const told =
  (draft: (any: number) => Draft): Event =>
  (business, any) =>
    business.tell(each(draft(any)));
const customerIds = async (business: Business) =>
  (await business.rows<{ id: string }>('customers')).map(({ id }) => id);

const events: Record<string, Event> = {
  customer: told((any) => ({
    type: 'customer',
    data: {
      key: `c${any % 12}`,
      email: `c${any % 10}@posta.example`,
      country: any % 2 ? 'IT' : 'DE',
      createdAt: day(any % 99),
    },
  })),
  orders: (business, any) => business.tell(each(order(any), order(any + 1), order(any + 13))),
  gone: (business, any) => business.tell([{ key: `order o${any % 40}`, drafts: [], gone: true }]),
  refund: told((any) => ({
    type: 'refund',
    data: { key: `r${any % 20}`, orderKey: `o${any % 40}`, refundedAt: day(300), merchandise: '5.00' },
  })),
  rate: told((any) => ({
    type: 'rate',
    data: { key: 'usd', base: 'USD', quote: 'EUR', day: day((any * 7) % 300).slice(0, 10), rate: '0.9' },
  })),
  delivery: told((any) => ({
    type: 'delivery',
    data: {
      key: `d${any % 40}`,
      orderKey: `o${any % 40}`,
      promisedAt: day(100),
      deliveredAt: day(99 + (any % 3)),
      status: 'DELIVERED',
    },
  })),
  consent: told((any) => ({
    type: 'consent',
    data: { key: `a${any % 9}`, ...person(any), channel: 'EMAIL', granted: any % 2 === 0, since: day(any % 300) },
  })),
  spend: told((any) => ({
    type: 'adSpend',
    data: { key: `s${any % 9}`, day: '2025-03-01', spend: `${any}.00`, currency: 'EUR' },
  })),
  figures: (business) => refreshFigures(store, business.workspaceId),
  forecasts: (business) => refreshForecasts(store, business.workspaceId),
  merge: async (business, any) => {
    const ids = await customerIds(business);
    if (ids.length > 1)
      await mergeCustomers(store, business.workspaceId, [ids[any % ids.length]!, ids[(any + 1) % ids.length]!]);
  },
  split: async (business) => {
    const [two] = Object.values(await business.people()).filter((keys) => keys.length > 1);
    const found =
      two &&
      (await business.rows<{ id: string; external_id: string }>('identities')).find(
        (row) => row.external_id === two[0],
      );
    if (found) await splitCustomer(store, business.workspaceId, [found.id]);
  },
  list: async (business, any) => {
    const context = await openContext(store.em(), business.workspaceId);
    const ids = await customerIds(business);
    const some = sql`select unnest(${ids.slice(0, any % 5)}::uuid[])`;
    await store.transaction((em) => (any % 2 ? addToList : takeOffList)({ ...context, em }, listId, some));
  },
  name: (business, any) => renameSource(store, business, `Source ${any}`),
  settings: ({ workspaceId }, any) =>
    sql`update workspaces set churn_after_days = ${30 + (any % 90)} where id = ${workspaceId}`.execute(
      store.em().getKysely(),
    ),
  source: (business) => store.transaction((em) => forgetFacts(em, { ...business, runId: null })),
};

async function open(): Promise<Business> {
  const business = await Business.open(store);
  const at = new Date();
  await store.em().insert(Segment, {
    ...{ workspaceId: business.workspaceId, id: listId, name: 'List', filter: null, createdAt: at, updatedAt: at },
  });
  await business.tell(each(...Array.from({ length: 30 }, (_, any) => order(any))));
  await refreshFigures(store, business.workspaceId);
  return business;
}

it('what is remembered is what is worked out anew, whatever happens in between', async () => {
  const happening = fc.tuple(fc.constantFrom(...Object.keys(events)), fc.nat(200));
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 7 }), async (course) => {
      const business = await open();
      await remembered(business);
      for (const [name, any] of course) {
        await events[name]!(business, any);
        expect(await remembered(business)).toEqual(await fresh(business));
      }
    }),
    { numRuns: 3 },
  );
}, 120_000);

it('every kind of change is noticed', async () => {
  const business = await open();
  for (const [name, happen] of Object.entries(events)) {
    await remembered(business);
    await happen(business, 15);
    expect({ name, ...(await remembered(business)) }).toEqual({ name, ...(await fresh(business)) });
    await refreshFigures(store, business.workspaceId);
  }
}, 120_000);

it('what has been asked before is asked of the database no more, and by two at once only once', async () => {
  const business = await open();
  const context = () => openContext(store.em(), business.workspaceId);
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  const count = async (work: () => Promise<unknown>): Promise<number> => {
    sent.mockClear();
    await work();
    return sent.mock.calls.length;
  };
  const computedAt = new Set<number>();
  const ask = async () => {
    const { provenance } = await measureMetric(await context(), 'revenue', { period, grain: 'MONTH' });
    computedAt.add(provenance.computedAt.getTime());
  };
  const opening = await count(context);
  const first = await count(() => Promise.all([ask(), ask()]));
  expect(first).toBe(2 * opening + 2);
  expect(await count(ask)).toBe(opening);
  await refreshFigures(store, business.workspaceId);
  expect(await count(ask)).toBe(opening);
  await business.tell(each(order(3)));
  expect(computedAt.size).toBe(1);
  expect(await count(ask)).toBe(opening + 2);
  expect(computedAt.size).toBe(2);
  sent.mockRestore();
});
