import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { hasSchema, adminSchema } from '../emulators/shopify/schema.ts';
import { Shopify } from '../emulators/shopify.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { fillShop } from './shop.ts';

describe.skipIf(!hasSchema)('the emulated shop (skipped where ../shared/fixtures is absent)', () => {
  let shop: Shopify;
  const clock = new FakeClock();
  beforeAll(() => void adminSchema());
  beforeEach(async () => {
    shop = new Shopify(clock);
    fillShop(shop, { orders: 20, tied: 0 });
    await shop.start();
    onTestFinished(() => shop.stop());
  });

  async function ask(query: string, { token = shop.settings.accessToken, version = '2026-07' } = {}) {
    const response = await fetch(`${shop.settings.shop}/admin/api/${version}/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, text: (await response.text()).slice(0, 500) };
  }
  const orders = (first: number, fields: string) =>
    `{ orders(first: ${first}, sortKey: UPDATED_AT) { nodes { ${fields} } } }`;

  it('refuses a wrong token and a version that it does not have', async () => {
    expect(await ask(orders(1, 'id'), { token: 'shpat_wrong' })).toMatchObject({ status: 401 });
    expect(await ask(orders(1, 'id'), { version: '2019-01' })).toMatchObject({ status: 404 });
  });

  it.each([
    ['fields that the schema does not have', orders(1, 'id placedAt'), 'Cannot query field \\"placedAt\\"'],
    ['pages above 250', orders(251, 'id'), 'first must be between 1 and 250'],
    ['lists without a size', '{ orders(sortKey: UPDATED_AT) { nodes { id } } }', 'one of first or last'],
    [
      'what costs too much',
      orders(250, 'lineItems(first: 250) { nodes { product { id } variant { product { id } } } }'),
      'MAX_COST_EXCEEDED',
    ],
    [
      'searches that it does not understand',
      '{ orders(first: 1, sortKey: UPDATED_AT, query: "tag:vip") { nodes { id } } }',
      'tag:vip',
    ],
  ])('refuses %s', async (_, query, reason) => {
    const { status, text } = await ask(query);
    expect(status).toBe(200);
    expect(text).toContain(reason);
  });

  it('throttles who asks too fast, and gives back with time', async () => {
    const dear = orders(200, 'lineItems(first: 100) { nodes { product { id } variant { id } } }');
    const answers = [];
    for (let turn = 0; turn < 6; turn++) answers.push((await ask(dear)).text.includes('THROTTLED'));
    expect([answers[0], answers.at(-1)]).toEqual([false, true]);
    clock.advance(20_000);
    expect((await ask(dear)).text).toContain('"data"');
  });
});
