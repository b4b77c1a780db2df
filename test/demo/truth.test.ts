import { beforeAll, describe, expect, it } from 'vitest';
import { truthOf } from '../../connectors/demo/truth.ts';
import type { DraftData } from '../../src/sdk/index.ts';
import { draftsOf } from './records.ts';

const settings = { seed: 3, customers: 3200, endsOn: '2025-12-31', lateEffect: 1.8 };
let of: Awaited<ReturnType<typeof draftsOf>>;
let truth: ReturnType<typeof truthOf>;
beforeAll(async () => {
  of = await draftsOf(settings);
  truth = truthOf(settings);
});

const tenThousandths = (decimal: string) => Math.round(Number(decimal) * 1e4);
const monthInRome = (instant: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', year: 'numeric', month: '2-digit' }).format(
    new Date(instant),
  );
const tally = (names: string[]) =>
  Object.fromEntries(Object.entries(Object.groupBy(names, (name) => name)).map(([name, all]) => [name, all!.length]));

/** Counts open minutes one by one: slow, and with no arithmetic in common with the demo's own. */
function openMinutes(calendars: DraftData['calendar'][]) {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'short' });
  const open = (at: number) => {
    const [day, time] = wall.format(at).split(' ') as [string, string];
    const calendar = calendars.find(
      ({ validFrom, validTo }) => (!validFrom || day >= validFrom) && (!validTo || day <= validTo),
    )!;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
    return (
      !calendar.holidays!.includes(day) &&
      (calendar.hours[weekday] ?? []).some(([from, to]) => time >= from && time < to)
    );
  };
  return (from: string, to: string) => {
    let minutes = 0;
    for (let at = Date.parse(from); at < Date.parse(to); at += 60_000) if (open(at)) minutes++;
    return minutes;
  };
}

describe('the exported truth, counted again from the records', () => {
  it('has the orders by status', () => {
    const counted = tally(of('order').map(({ status }) => status));
    expect(truth.sales.orders).toMatchObject({ ...counted, all: of('order').length });
  });

  it('has gross sales and refunds by month and currency to the cent', () => {
    const orders = new Map(of('order').map((order) => [order.key, order]));
    const gross: { [name: string]: number } = {};
    const add = (at: string, currency: string, amount: number) => {
      const name = `${monthInRome(at)} ${currency}`;
      gross[name] = (gross[name] ?? 0) + amount;
    };
    for (const { orderKey, quantity, unitPrice, giftCard } of of('line')) {
      const { test, status, placedAt, cancelledAt, currency } = orders.get(orderKey)!;
      if (test || status === 'FAILED' || giftCard) continue;
      const amount = tenThousandths(unitPrice) * Number(quantity);
      add(placedAt, currency, amount);
      if (status === 'CANCELLED') add(cancelledAt ?? placedAt, currency, -amount);
    }
    const expected = Object.entries(truth.sales.amounts).map(([name, month]) => [name, tenThousandths(month.gross)]);
    expect({ ...Object.fromEntries(expected.map(([name]) => [name, 0])), ...gross }).toEqual(
      Object.fromEntries(expected),
    );
    const returned = of('refund').reduce((sum, { merchandise }) => sum + tenThousandths(merchandise), 0);
    expect(Object.values(truth.sales.amounts).reduce((sum, { returns }) => sum + tenThousandths(returns), 0)).toBe(
      returned,
    );
  });

  it('has orders whose lines, discounts, tax and shipping add up to what was charged', () => {
    const lines = Map.groupBy(of('line'), ({ orderKey }) => orderKey);
    const wrong = of('order').filter((order) => {
      const own = lines.get(order.key)!;
      const goods = own.reduce(
        (sum, line) => sum + tenThousandths(line.unitPrice) * Number(line.quantity) - tenThousandths(line.discount!),
        0,
      );
      const tax = own.reduce((sum, line) => sum + tenThousandths(line.tax!), 0);
      const charged = goods - tenThousandths(order.discount!) + tenThousandths(order.shipping!);
      return charged !== tenThousandths(order.total!) || tax !== tenThousandths(order.tax!);
    });
    expect(wrong).toEqual([]);
  });

  it('has refunds that give back no more than was charged', () => {
    const orders = new Map(of('order').map((order) => [order.key, order]));
    for (const { orderKey, merchandise, tax, shipping } of of('refund')) {
      const back = tenThousandths(merchandise) + tenThousandths(tax!) + tenThousandths(shipping!);
      expect(back).toBeGreaterThan(0);
      expect(back).toBeLessThanOrEqual(tenThousandths(orders.get(orderKey)!.total!));
    }
  });

  it('has the parcels on time and complete', () => {
    const delivered = of('delivery').filter(({ status }) => status === 'DELIVERED');
    const months = Object.values(truth.logistics.deliveriesByMonth);
    const sum = (name: string) => months.reduce((total, month) => total + (month[name] ?? 0), 0);
    expect(sum('DELIVERED')).toBe(delivered.length);
    expect(sum('onTime')).toBe(delivered.filter(({ deliveredAt, promisedAt }) => deliveredAt! <= promisedAt!).length);
    expect(sum('complete')).toBe(delivered.filter(({ complete }) => complete === true).length);
  });

  it('has the replies within the target, in minutes that the helpdesk was open', () => {
    const minutesOpen = openMinutes(of('calendar'));
    const asked = of('ticket').filter(({ status }) => status !== 'SPAM' && status !== 'MERGED');
    const met = asked.filter(
      ({ openedAt, firstReplyAt }) => firstReplyAt && minutesOpen(openedAt, firstReplyAt) <= 240,
    );
    const months = Object.values(truth.service.firstRepliesByMonth);
    const sum = (state: string) => months.reduce((total, month) => total + (month[state] ?? 0), 0);
    expect(sum('met')).toBe(met.length);
    expect(sum('met') + sum('breached') + sum('pending')).toBe(asked.length);
  });

  it('has the persons that are left when the same e-mail or phone makes one of several', () => {
    // Everybody is one person but the families of three, each of which has one address.
    const families = Math.ceil(settings.customers / 500);
    expect(truth.people.persons).toBe(settings.customers - 2 * families);
    const accounts = of('customer');
    const desk = accounts.filter(({ email }) => email === 'portineria@hotel-moka.alt');
    expect(desk.length).toBeGreaterThan(20);
    expect(truth.people.identities).toBeGreaterThan(accounts.length);
    const phones = accounts.flatMap(({ phone }) => phone?.replaceAll(/[^+\d]/g, '') ?? []);
    expect(phones.length - new Set(phones).size).toBeGreaterThan(0);
  });

  it('has the carts and what was spent on ads', () => {
    const carts = Object.values(truth.carts);
    expect(carts.reduce((sum, device) => sum + device.carts!, 0)).toBe(of('cart').length);
    expect(carts.reduce((sum, device) => sum + device.completed!, 0)).toBe(
      of('cart').filter(({ completedAt }) => completedAt).length,
    );
    const spent = of('adSpend').reduce((sum, { spend }) => sum + tenThousandths(spend), 0);
    expect(Object.values(truth.spend.byCampaign).reduce((sum, amount) => sum + tenThousandths(amount), 0)).toBe(spent);
  });
});
