import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Design } from '../../../src/measure/experiments/design.ts';
import {
  checkDesign,
  type Experiment,
  findExperiment,
  startExperiment,
  stateOf,
  stopExperiment,
} from '../../../src/measure/experiments/list.ts';
import type { Outcome } from '../../../src/measure/experiments/outcome.ts';
import { planExperiment } from '../../../src/measure/experiments/plan.ts';
import { measureExperiment } from '../../../src/measure/experiments/result.ts';
import { customersWhere } from '../../../src/measure/filter-sql.ts';
import { addDays, daysBetween } from '../../../src/measure/period.ts';
import { Experiment as ExperimentRow } from '../../../src/model/experiment.ts';
import { chanceOf } from '../../../src/measure/value/models/chance.ts';
import { type OrderInput, Shop } from '../shop.ts';

const shop = await Shop.open();
const { workspaceId } = shop;
const [first, start, end] = ['2023-07-01', '2024-05-01', '2024-06-11'];
const names = Array.from({ length: 400 }, (_, index) => `p${index}`);
const countries = ['DE', 'FR', 'IT', 'AT'];
const countryOf = (name: string) => countries[Number(name.slice(1)) % 4]!;
const { uniform } = chanceOf(11);
/** Customers differ in how often they buy, before the start as after it; those of even number buy one time in five more after it. */
const orders: OrderInput[] = names.flatMap((name, person) => {
  const rate = person % 10 === 0 ? 0 : 0.002 + 0.03 * uniform();
  return Array.from({ length: daysBetween(first, end) + 1 }, (_, day) => addDays(first, day)).flatMap((day) => {
    const boost = day >= start && person % 2 === 0 ? 1.2 : 1;
    if (uniform() >= rate * boost) return [];
    const price = (10 + Math.floor(uniform() * 4000) / 100).toFixed(2);
    return [{ key: `${name} ${day}`, customer: name, at: `${day}T12:00:00Z`, lines: [{ price }] }];
  });
});
const dayOf = ({ at }: OrderInput) => at.slice(0, 10);
const worth = ({ lines }: OrderInput) => Number(lines![0]!.price);

beforeAll(async () => {
  const firstSeenAt = new Date(`${first}T00:00:00Z`);
  for (const country of countries)
    await shop.addCustomers(
      names.filter((name) => countryOf(name) === country),
      { country, firstSeenAt },
    );
  await shop.addOrders(orders);
  await shop.refresh();
  await shop.dataThrough(`${end}T23:00:00Z`);
});

let made = 0;
async function draft(design: Design, more: Partial<Experiment> = {}): Promise<Experiment> {
  const id = shop.id('experiment', String(++made));
  const at = new Date('2024-04-01T00:00:00Z');
  const row = {
    id,
    name: `Trial ${made}`,
    hypothesis: 'More',
    outcome: 'PURCHASES',
    design,
    startsOn: start,
    endsOn: end,
  };
  await shop.write(ExperimentRow, [{ workspaceId, ...row, createdAt: at, ...more }]);
  return (await findExperiment(await shop.context(), id))!;
}
async function started(design: Design, more: Partial<Experiment> = {}): Promise<Experiment> {
  const { id } = await draft(design, more);
  const context = await shop.context();
  await startExperiment(context, (await findExperiment(context, id))!);
  return (await findExperiment(await shop.context(), id))!;
}
const resultOf = async (experiment: Experiment, outcome?: Outcome, asOf?: string) =>
  measureExperiment(await shop.context(asOf), experiment, outcome);

const everybody: Design = { kind: 'HOLD_OUT', filter: { orders: { gte: 0 } }, seed: 'letter', controlShare: 0.4 };
async function drawn(): Promise<Set<string>> {
  const found = await customersWhere(await shop.context(), { sample: { seed: 'letter', share: 0.4 } });
  const { rows } = await sql<{ customer_id: string }>`${found}`.execute(shop.store.em().getKysely());
  const ids = new Set(rows.map(({ customer_id }) => customer_id));
  return new Set(names.filter((name) => ids.has(shop.id('identity', name))));
}

describe('customers who were drawn', () => {
  it('are those that the filter of the same seed finds, and add up to what they bought', async () => {
    const control = await drawn();
    const { treated, control: held, absolute, history, mixed, sampleRatio } = await resultOf(await started(everybody));
    const during = orders.filter((order) => dayOf(order) >= start);
    const of = (chosen: boolean) => during.filter(({ customer }) => control.has(customer!) === chosen);
    expect([treated.units, held.units]).toEqual([400 - control.size, control.size]);
    expect([treated.total, held.total]).toEqual([String(of(false).length), String(of(true).length)]);
    expect(sampleRatio).toMatchObject({ expected: 0.4, observed: control.size / 400 });
    expect(sampleRatio!.pValue).toBeGreaterThan(0.001);
    expect(mixed).toBe(0);

    // Welch and CUPED once more, from the orders themselves.
    const count = (list: OrderInput[]) => (name: string) => list.filter(({ customer }) => customer === name).length;
    const past = orders.filter((order) => dayOf(order) < start);
    const [ys, xs] = [names.map(count(during)), names.map(count(past))];
    const arm = (inside: boolean) => names.flatMap((name, index) => (control.has(name) === inside ? [index] : []));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const product = (a: number[], b: number[]) =>
      a.reduce((sum, value, i) => sum + (value - mean(a)) * (b[i]! - mean(b)), 0);
    const pick = (values: number[], inside: boolean) => arm(inside).map((index) => values[index]!);
    const both = (a: number[], b: number[]) =>
      product(pick(a, true), pick(b, true)) + product(pick(a, false), pick(b, false));
    const slope = both(ys, xs) / both(xs, xs);
    const adjusted = ys.map((y, index) => y - slope * xs[index]!);
    const [t, c] = [pick(adjusted, false), pick(adjusted, true)];
    expect(absolute!.value).toBeCloseTo(mean(t) - mean(c), 9);
    const error = Math.sqrt(product(t, t) / (t.length - 1) / t.length + product(c, c) / (c.length - 1) / c.length);
    expect((absolute!.high - absolute!.low) / 2).toBeCloseTo(1.966 * error, 3);
    expect(history!.correlation).toBeCloseTo(both(ys, xs) / Math.sqrt(both(xs, xs) * both(ys, ys)), 6);
    expect(history!.varianceReduction).toBeGreaterThan(0.1);
  });

  it('stay on their side when they turn out to be one with others, and count in neither when these are of the other', async () => {
    const control = await drawn();
    const experiment = await started(everybody);
    const before = await resultOf(experiment);
    const [one, two] = names.filter((name) => control.has(name)) as [string, string];
    const other = names.find((name) => !control.has(name))!;
    await shop.merge(one, two);
    await shop.refresh();
    const same = await resultOf(experiment);
    expect([same.control.units, same.control.total]).toEqual([before.control.units - 1, before.control.total]);
    expect(same.mixed).toBe(0);
    await shop.merge(other, two);
    await shop.refresh();
    const mixed = await resultOf(experiment);
    expect(mixed.mixed).toBe(1);
    expect([mixed.treated.units, mixed.control.units]).toEqual([before.treated.units - 1, before.control.units - 2]);
    expect(mixed.provenance.notes.join()).toContain('1 customers turned out to be in both arms');
    for (const name of [one, two, other]) {
      await sql`insert into customers (workspace_id, id, name, country)
        values (${workspaceId}, ${shop.id('identity', name)}, ${name}, ${countryOf(name)})
        on conflict do nothing`.execute(shop.store.em().getKysely());
      await sql`update identities set customer_id = id where id = ${shop.id('identity', name)}`.execute(
        shop.store.em().getKysely(),
      );
    }
    await shop.touch(
      'customer',
      [one, two, other].map((name) => shop.id('identity', name)),
    );
    await shop.refresh();
    expect(await resultOf(experiment)).toMatchObject({ mixed: 0, treated: before.treated, control: before.control });
  });

  it('bring money to the cent, cut only where that is named', async () => {
    const control = await drawn();
    const during = orders.filter((order) => dayOf(order) >= start);
    const net = (name: string) =>
      during.filter(({ customer }) => customer === name).reduce((sum, order) => sum + worth(order), 0);
    const all = names.map((name) => ({ control: control.has(name), net: net(name) }));
    const cents = (rows: typeof all) => Math.round(rows.reduce((sum, row) => sum + row.net, 0) * 100);
    const plain = await resultOf(await started(everybody, { outcome: 'NET_SALES', cost: '500.00' }));
    expect(Math.round(Number(plain.treated.total) * 100)).toBe(cents(all.filter((row) => !row.control)));
    expect(plain.cap).toBeNull();
    expect(Number(plain.returnOnCost!.value)).toBeCloseTo(plain.incremental!.value / 500, 5);
    expect(plain.costPerIncremental).toBeNull();
    const cut = await resultOf(await started(everybody, { outcome: 'NET_SALES', winsoriseAt: 0.9 }));
    const sorted = all.map((row) => row.net).toSorted((a, b) => a - b);
    const place = 0.9 * 399;
    const cap = sorted[Math.floor(place)]! + (place % 1) * (sorted[Math.ceil(place)]! - sorted[Math.floor(place)]!);
    expect(Number(cut.cap)).toBeCloseTo(cap, 6);
    const capped = all.filter((row) => row.control).reduce((sum, row) => sum + Math.min(cap, row.net), 0);
    expect(Number(cut.control.total)).toBeCloseTo(capped, 4);
    expect(cut.provenance.notes.join()).toContain('were cut');
    // No cost of any product is known.
    expect(await resultOf(await started(everybody), 'MARGIN')).toMatchObject({
      reason: 'COST_UNKNOWN',
      absolute: null,
    });
  });

  it('find the lift that they had, and none where there was none', async () => {
    const list = async (name: string, chosen: (person: number) => boolean): Promise<string> => {
      const id = shop.id('segment', name);
      const at = new Date('2024-01-01T00:00:00Z');
      await sql`insert into segments (workspace_id, id, name, filter, created_at, updated_at)
        values (${workspaceId}, ${id}, ${name}, null, ${at}, ${at}) on conflict do nothing`.execute(
        shop.store.em().getKysely(),
      );
      const members = names.filter((_, person) => chosen(person)).map((each) => shop.id('identity', each));
      await sql`insert into segment_members (workspace_id, segment_id, identity_id, added_at)
        select ${workspaceId}, ${id}, unnest(${members}::uuid[]), ${at}`.execute(shop.store.em().getKysely());
      return id;
    };
    const [boosted, rest] = [
      await list('even', (person) => person % 2 === 0),
      await list('odd', (person) => person % 2 === 1),
    ];
    const planted = await resultOf(
      await started({ kind: 'LISTS', treated: { segment: boosted }, control: { segment: rest } }),
    );
    expect(planted.treated.units).toBe(200);
    expect(planted.sampleRatio).toBeNull();
    expect(planted.provenance.notes[0]).toContain('divided elsewhere');
    const [fours, sixes] = [
      await list('0 of 4', (person) => person % 4 === 0),
      await list('2 of 4', (person) => person % 4 === 2),
    ];
    const none = await resultOf(
      await started({ kind: 'LISTS', treated: { segment: fours }, control: { segment: sixes } }),
    );
    expect(none.absolute!.low).toBeLessThan(0);
    expect(none.absolute!.high).toBeGreaterThan(0);
    const overlap: Design = { kind: 'LISTS', treated: { segment: fours }, control: { segment: boosted } };
    await expect(started(overlap)).rejects.toThrow('100 customers in both lists');
  });

  it('hold zero in 95 % of draws where nothing was done to anybody', async () => {
    const seeds = Array.from({ length: 60 }, (_, seed) => `draw ${seed}`);
    let held = 0;
    for (const seed of seeds) {
      const { absolute } = await resultOf(await started({ ...everybody, seed, controlShare: 0.5 }));
      held += Number(absolute!.low <= 0 && absolute!.high >= 0);
    }
    expect(Math.abs(held - 57)).toBeLessThanOrEqual(4 * Math.sqrt(60 * 0.95 * 0.05));
  });

  it('are looked at as far as the data goes, and say that it is not the end', async () => {
    const experiment = await started(everybody);
    const early = await resultOf(experiment, undefined, '2024-05-10');
    expect(early).toMatchObject({ days: { from: start, to: '2024-05-10' }, final: false });
    expect(early.provenance.notes.join()).toContain('Still running');
    expect(await resultOf(experiment, undefined, '2024-04-30')).toMatchObject({ days: null, reason: 'NOT_YET' });
    expect(stateOf(await shop.context('2024-05-10'), experiment)).toBe('RUNNING');
    expect(stateOf(await shop.context(), experiment)).toBe('ENDED');
    expect((await resultOf(experiment)).final).toBe(true);
  });
});

describe('countries and days', () => {
  const total = (from: string, to: string, of: string[]) =>
    orders.filter((order) => dayOf(order) >= from && dayOf(order) <= to && of.includes(countryOf(order.customer!)))
      .length;

  it('compare the treated countries with the others, and with themselves before', async () => {
    const result = await resultOf(await started({ kind: 'COUNTRIES', treated: ['DE', 'IT'], control: ['FR', 'AT'] }));
    expect(result.treated.total).toBe(String(total(start, end, ['DE', 'IT'])));
    const ratios = Array.from({ length: 7 }, (_, index) => {
      const from = addDays(start, -42 * (7 - index));
      return Math.log(total(from, addDays(from, 41), ['DE', 'IT']) / total(from, addDays(from, 41), ['FR', 'AT']));
    });
    const usual = ratios.reduce((sum, ratio) => sum + ratio, 0) / 7;
    const now = Math.log(total(start, end, ['DE', 'IT']) / total(start, end, ['FR', 'AT']));
    expect(result.relative!.value).toBeCloseTo(Math.expm1(now - usual), 9);
    expect(result.relative!.low).toBeLessThan(0.2);
    expect(result.relative!.high).toBeGreaterThan(0.2);
    const brought = Number(result.treated.total) * (1 - 1 / (1 + result.relative!.value));
    expect(result.incremental!.value).toBeCloseTo(brought, 9);
    expect(await resultOf(await started({ kind: 'COUNTRIES', treated: ['DE'], control: ['XX'] }))).toMatchObject({
      reason: 'TOO_FEW',
    });
  });

  it('compare stretches of days as they were drawn, and weeks with weeks before', async () => {
    const switchback = await resultOf(await started({ kind: 'SWITCHBACK', blockDays: 3, seed: 'price' }));
    expect(switchback.treated.units + switchback.control.units).toBe(42);
    expect(Number(switchback.treated.total) + Number(switchback.control.total)).toBe(
      total(start, end, ['DE', 'FR', 'IT', 'AT']),
    );
    expect(switchback.absolute!.value).toBeCloseTo(switchback.treated.mean! - switchback.control.mean!, 9);
    expect(switchback.absolute!.low).toBeLessThan(switchback.absolute!.high);
    const short = await resultOf(await started({ kind: 'SWITCHBACK', blockDays: 7, seed: 'price' }));
    expect(short).toMatchObject({ reason: 'TOO_FEW', absolute: null });
    const before = await resultOf(await started({ kind: 'BEFORE_AFTER', daysBefore: 70 }));
    expect(before.control.total).toBe(String(total(addDays(start, -70), addDays(start, -1), ['DE', 'FR', 'IT', 'AT'])));
    expect(before.provenance.notes[0]).toContain('no');
  });
});

describe('a plan', () => {
  it('tells the sizes, and the least effect by the usual formula', async () => {
    const context = await shop.context();
    const control = await drawn();
    const plan = await planExperiment(context, { design: everybody, outcome: 'BUYERS', length: 42, winsoriseAt: null });
    expect(plan.sizes).toEqual({ treated: 400 - control.size, control: control.size, both: 0 });
    const buyers = new Set(orders.filter((order) => dayOf(order) >= start).map(({ customer }) => customer)).size;
    expect(plan.usual).toBeCloseTo(buyers / 400, 9);
    const share = buyers / 400;
    const error = Math.sqrt(share * (1 - share) * (1 / control.size + 1 / (400 - control.size)));
    expect(plan.least! / (2.8016 * error)).toBeCloseTo(Math.sqrt(1 - plan.varianceReduction!), 1);
    for (const design of [
      { kind: 'COUNTRIES', treated: ['DE'], control: ['FR', 'IT', 'AT'] },
      { kind: 'SWITCHBACK', blockDays: 3, seed: 'x' },
      { kind: 'BEFORE_AFTER', daysBefore: 70 },
    ] satisfies Design[]) {
      const { least, usual, leastRelative, sizes } = await planExperiment(context, {
        design,
        outcome: 'PURCHASES',
        length: 42,
        winsoriseAt: null,
      });
      expect(sizes).toBeNull();
      expect(leastRelative!).toBeCloseTo(least! / usual!, 9);
      expect(leastRelative!).toBeGreaterThan(0.02);
      expect(leastRelative!).toBeLessThan(1);
    }
  });
});

describe('a design', () => {
  it.each([
    [{ ...everybody, controlShare: 1 }, 'design.holdOut.controlShare'],
    [{ ...everybody, filter: { rfm: [] } }, 'design.holdOut.filter.rfm'],
    [{ kind: 'LISTS', treated: { orders: { gte: 1 } }, control: {} }, 'design.lists.control'],
    [{ kind: 'COUNTRIES', treated: ['DE'], control: ['DE', 'FR'] }, 'design.countries'],
    [{ kind: 'COUNTRIES', treated: ['DE'], control: [] }, 'design.countries'],
    [{ kind: 'SWITCHBACK', blockDays: 22, seed: '' }, 'design.switchback.blockDays'],
    [{ kind: 'BEFORE_AFTER', daysBefore: 3 }, 'design.beforeAfter.daysBefore'],
  ] as [Design, string][])('that does not hold together is refused with its place: %j', async (design, field) => {
    const asked = { design, days: { from: start, to: end }, outcome: 'PURCHASES', winsoriseAt: null } as const;
    await expect(checkDesign(await shop.context(), asked)).rejects.toMatchObject({ code: 'BAD_INPUT', field });
  });

  it('cuts money alone, and lasts from a week to two years', async () => {
    const context = await shop.context();
    const asked = {
      design: everybody,
      days: { from: start, to: end },
      outcome: 'PURCHASES',
      winsoriseAt: 0.99,
    } as const;
    await expect(checkDesign(context, asked)).rejects.toMatchObject({ field: 'winsoriseAt' });
    await expect(
      checkDesign(context, { ...asked, winsoriseAt: null, days: { from: start, to: start } }),
    ).rejects.toMatchObject({ field: 'endsOn' });
  });

  it('that was stopped counts no later days', async () => {
    const experiment = await started(
      { kind: 'SWITCHBACK', blockDays: 3, seed: 'x' },
      { startsOn: '2024-05-01', endsOn: '2026-04-01' },
    );
    const context = await shop.context();
    expect(stateOf(context, experiment)).toBe('RUNNING');
    await stopExperiment(context, experiment);
    const stopped = (await findExperiment(await shop.context(), experiment.id))!;
    expect(stateOf(context, stopped)).toBe('ENDED');
    expect(stopped.stoppedOn).toBe(new Date().toISOString().slice(0, 10));
  });
});
