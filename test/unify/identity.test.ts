import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/sdk/index.ts';
import { mergeCustomers, splitCustomer } from '../../src/unify/identity/by-hand.ts';
import { Business, each, openModel, type Told } from './business.ts';

const store = await openModel();

const customer = (key: string, more: object = {}): Draft => ({ type: 'customer', data: { key, ...more } });
const order = (key: string, more: object = {}): Draft => ({
  type: 'order',
  data: { key, placedAt: '2026-01-31T12:00:00Z', status: 'PAID', currency: 'EUR', ...more },
});
const identity = (key: string, customerKey: string, kind: 'LOYALTY_CARD' | 'DEVICE', value: string): Draft => ({
  type: 'identity',
  data: { key, customerKey, kind, value },
});

const decisions = async (business: Business) => {
  const rows = await business.rows<Record<string, unknown>>('identity_links');
  rows.sort((a, b) => Number(a['seq']) - Number(b['seq']));
  return rows.map(({ decision, matched_on: matchedOn, confidence }) => ({ decision, matchedOn, confidence }));
};
const customerIds = async (business: Business) => (await business.rows('customers')).map((row) => row['id']);
const violations = async (business: Business) =>
  (await business.rows<{ value: string; violation: string }>('identifiers'))
    .filter(({ violation }) => violation)
    .map(({ value, violation }) => `${violation} ${value}`);

describe('people', () => {
  it('are one where they share an e-mail, a phone, a person key or a card, in any spelling', async () => {
    const business = await Business.open(store);
    await business.tell(
      each(
        customer('mail 1', { email: 'Ada@Shop.it' }),
        customer('mail 2', { email: ' ada@shop.IT ' }),
        customer('phone 1', { phone: '333 123 4567' }),
        customer('phone 2', { phone: '+39 3331234567' }),
        customer('person 1', { personKey: 'P-1' }),
        customer('person 2', { personKey: 'P-1 ' }),
        customer('card 1'),
        identity('i1', 'card 1', 'LOYALTY_CARD', '77'),
        identity('i2', 'card 2', 'LOYALTY_CARD', '77'),
        identity('i3', 'card 2', 'DEVICE', 'tablet'),
        identity('i4', 'phone 1', 'DEVICE', 'tablet'),
      ),
    );
    expect(await business.people()).toEqual({
      'mail 1': ['mail 1', 'mail 2'],
      'phone 1': ['phone 1', 'phone 2'],
      'person 1': ['person 1', 'person 2'],
      'card 1': ['card 1', 'card 2'],
    });
  });

  it('are matched across the sources of a workspace, and never across workspaces', async () => {
    const [business, elsewhere] = [await Business.open(store), await Business.open(store)];
    const other = await business.secondSource();
    for (const place of [business, other, elsewhere]) await place.tell(each(customer('1', { email: 'ada@shop.it' })));
    expect(await customerIds(business)).toHaveLength(1);
    expect(await business.rows('identities')).toHaveLength(2);
    expect(await customerIds(elsewhere)).toHaveLength(1);
  });

  it('are guests by their contact, and the account’s once they sign in', async () => {
    const business = await Business.open(store);
    await business.tell(each(order('1', { email: 'ada@shop.it' }), order('2', { email: 'ADA@shop.it' })));
    expect(await business.people()).toEqual({ 'email:ada@shop.it': ['email:ada@shop.it'] });
    const orders = await business.rows('orders');
    await business.tell(
      each(customer('ada', { email: 'ada@shop.it', name: 'Ada' }), order('3', { customerKey: 'ada' })),
    );
    expect(await business.people()).toEqual({ 'email:ada@shop.it': ['email:ada@shop.it', 'ada'] });
    expect((await business.rows('orders')).filter((row) => row['external_id'] !== '3')).toEqual(orders);
    expect(await decisions(business)).toEqual([
      { decision: 'FOUNDED', matchedOn: [], confidence: '1' },
      { decision: 'MATCHED', matchedOn: ['EMAIL:ada@shop.it'], confidence: '0.95' },
    ]);
    expect(await business.rows('customers')).toMatchObject([{ name: 'Ada', email: 'ada@shop.it' }]);
  });

  it('keep the contact of another on their order apart (a gift)', async () => {
    const business = await Business.open(store);
    await business.tell(each(customer('ada', { email: 'ada@shop.it' }), customer('bob', { email: 'bob@shop.it' })));
    await business.tell(each(order('1', { customerKey: 'ada', email: 'bob@shop.it' })));
    expect(await business.people()).toEqual({ ada: ['ada'], bob: ['bob'] });
  });

  it('are unknown where nothing, or nothing usable, says who they are', async () => {
    const business = await Business.open(store);
    const emails = ['noreply@shop.it', 'test@shop.it', 'null', 'ada@example.com', 'ada@'];
    await business.tell(each(order('none'), ...emails.map((email) => order(email, { email }))));
    expect(await business.rows('identities')).toEqual([]);
    expect((await business.rows('orders')).filter((row) => row['identity_id'] !== null)).toEqual([]);
    await business.tell(each(order('phone', { email: 'noreply@shop.it', phone: '3331234567' })));
    expect(await business.people()).toEqual({ 'phone:+393331234567': ['phone:+393331234567'] });
  });

  it('are not matched on blocked and invalid values, which stay visible', async () => {
    const business = await Business.open(store);
    const values = { email: 'test@shop.it', phone: '12', personKey: '0' };
    await business.tell(each(customer('a', values), customer('b', values)));
    await business.tell(each(customer('c', { email: 'info@firm.it' }), order('1', { email: 'info@firm.it' })));
    expect(await business.people()).toEqual({
      a: ['a'],
      b: ['b'],
      c: ['c'],
      'email:info@firm.it': ['email:info@firm.it'],
    });
    expect(await violations(business)).toEqual(
      expect.arrayContaining(['BLOCKED test@shop.it', 'INVALID 12', 'BLOCKED 0', 'BLOCKED info@firm.it']),
    );
  });

  it('that share an address with too many others are none of them', async () => {
    const business = await Business.open(store);
    const clerk = (n: number) => customer(`c${n}`, { email: 'desk.17@shop.it' });
    await business.tell(each(...Array.from({ length: 20 }, (_, n) => clerk(n))));
    expect(Object.keys(await business.people())).toEqual(['c0']);
    await business.tell(each(clerk(20), clerk(21)));
    expect(Object.keys(await business.people())).toHaveLength(22);
    expect(await violations(business)).toHaveLength(22);
    expect((await decisions(business)).filter(({ decision }) => decision === 'SPLIT')).toHaveLength(19);
    expect(await customerIds(business)).toHaveLength(22);
  });

  it('that turn out to be one keep the older id, and no fact is touched', async () => {
    const business = await Business.open(store);
    await business.tell(
      each(
        customer('ada', { email: 'ada@shop.it', city: 'Turin', country: 'IT', createdAt: '2025-01-01T00:00:00Z' }),
        customer('bob', { phone: '3331234567', name: 'B', city: 'Rome', createdAt: '2025-06-01T00:00:00Z' }),
        order('1', { customerKey: 'ada' }),
        order('2', { customerKey: 'bob' }),
        { type: 'ticket', data: { key: 't', customerKey: 'bob', status: 'OPEN', openedAt: '2026-01-01T00:00:00Z' } },
      ),
    );
    const facts = async () => [await business.rows('orders'), await business.rows('tickets')];
    const [before, [ada, bob]] = [await facts(), (await business.rows('identities')).map((row) => row['id'])];
    await business.tell(each(customer('both', { email: 'ada@shop.it', phone: '+393331234567' })));
    expect(await business.people()).toEqual({ ada: ['ada', 'bob', 'both'] });
    expect(await facts()).toEqual(before);
    expect((await decisions(business)).slice(2)).toEqual([
      { decision: 'MERGED', matchedOn: ['PHONE:+393331234567'], confidence: '0.85' },
      { decision: 'MATCHED', matchedOn: ['EMAIL:ada@shop.it', 'PHONE:+393331234567'], confidence: '0.95' },
    ]);
    // One place, not Rome in Italy by two identities; the newest identity first.
    expect(await business.rows('customers')).toMatchObject([
      { name: 'B', email: 'ada@shop.it', city: 'Rome', country: null, first_seen_at: new Date('2025-01-01T00:00:00Z') },
    ]);
    const touched = (await business.rows('touched_customers')).map((row) => row['customer_id']);
    expect(touched).toEqual(expect.arrayContaining([ada, bob]));
  });

  it('were first seen when anything of theirs first happened', async () => {
    const business = await Business.open(store);
    await business.tell(each(customer('ada', { createdAt: '2026-02-01T00:00:00Z' })));
    await business.tell(each(order('1', { customerKey: 'ada' })));
    const first = new Date('2026-01-31T12:00:00Z');
    expect(await business.fact('identities', 'ada')).toMatchObject({
      first_seen_at: first,
      record_key: 'customer ada',
    });
    await business.tell(each(order('2', { customerKey: 'ada', placedAt: '2026-03-01T00:00:00Z' })));
    expect(await business.rows('customers')).toMatchObject([{ first_seen_at: first }]);
  });

  it('are the same people in whatever batches they come', async () => {
    const few = (...values: string[]) => fc.constantFrom(undefined, ...values);
    const contact = {
      email: few('a@shop.it', 'b@shop.it', 'c@shop.it', 'info@shop.it', 'no mail'),
      phone: few('3331234561', '3331234562', '3331234563'),
    };
    const told = fc.oneof(
      fc
        .record({ key: fc.constantFrom('1', '2', '3', '4', '5'), ...contact, personKey: few('x', 'y') })
        .map((data) => customer(data.key, data)),
      fc.record({ customerKey: few('1', '2', '6'), ...contact }).map((data) => order('o', data)),
    );
    const records = fc.array(told, { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(records, fc.array(fc.nat(14), { maxLength: 4 }), async (drafts, cuts) => {
        const all = drafts.map((draft, n): Told => {
          const data = JSON.parse(JSON.stringify(draft.data));
          if (draft.type === 'order') data.key = String(n);
          return { key: String(n), drafts: [{ type: draft.type, data }] };
        });
        const [whole, split] = [await Business.open(store), await Business.open(store)];
        await whole.tell(all);
        const bounds = [0, ...cuts.filter((cut) => cut < all.length).toSorted((a, b) => a - b), all.length];
        for (let n = 1; n < bounds.length; n++) await split.tell(all.slice(bounds[n - 1], bounds[n]));
        expect(await split.people()).toEqual(await whole.people());
        const profiles = async (business: Business) =>
          (await business.rows('customers'))
            .map(({ name, email, phone, first_seen_at }) => JSON.stringify([name, email, phone, first_seen_at]))
            .toSorted();
        expect(await profiles(split)).toEqual(await profiles(whole));
      }),
      { numRuns: 60 },
    );
  });
});

describe('decisions by hand', () => {
  it('merge customers, outlive later batches, and are undone by a split', async () => {
    const business = await Business.open(store);
    const ada = customer('ada', { email: 'ada@shop.it' });
    await business.tell(each(ada, customer('bob', { email: 'bob@shop.it' }), order('1', { email: 'bob@shop.it' })));
    await business.tell(each(order('2', { customerKey: 'bob' })));
    const orders = await business.rows('orders');
    const customers = await business.rows('customers');
    const { workspaceId } = business;
    const identityId = async (key: string) => String((await business.fact('identities', key))['id']);
    const [a, b] = [await identityId('ada'), await identityId('bob')];

    expect(await mergeCustomers(store, workspaceId, [b, a])).toBe(a);
    await business.tell([{ key: 'again', drafts: [customer('bob', { email: 'bob@shop.it', name: 'Bob' })] }]);
    expect(await business.people()).toEqual({ ada: ['ada', 'bob', 'email:bob@shop.it'] });
    expect(await customerIds(business)).toEqual([a]);

    expect(await splitCustomer(store, workspaceId, [b, await identityId('email:bob@shop.it')])).toBe(b);
    expect(await business.people()).toEqual({ ada: ['ada'], bob: ['bob', 'email:bob@shop.it'] });
    expect(await business.rows('customers')).toEqual(
      customers.map((row) => (row['id'] === b ? { ...row, name: 'Bob' } : row)),
    );
    expect(await business.rows('orders')).toEqual(orders);
    expect((await decisions(business)).map(({ decision }) => decision).slice(-4)).toEqual([
      ...['MERGED', 'MERGED', 'SPLIT', 'SPLIT'],
    ]);
  });

  it('keep apart who was split, also when the same identifiers come again', async () => {
    const business = await Business.open(store);
    const [ada, eve] = [customer('ada', { email: 'home@shop.it' }), customer('eve', { email: 'home@shop.it' })];
    await business.tell(each(ada, eve));
    await splitCustomer(store, business.workspaceId, [business.id('identity', 'eve')]);
    await business.tell([{ key: 'again', drafts: [eve, ada] }]);
    expect(await business.people()).toEqual({ ada: ['ada'], eve: ['eve'] });
    expect(await violations(business)).toEqual(['SPLIT home@shop.it']);
    await mergeCustomers(store, business.workspaceId, [business.id('identity', 'eve'), business.id('identity', 'ada')]);
    expect(await business.people()).toEqual({ ada: ['ada', 'eve'] });
  });

  it('refuse what is no merge or split, and ids of nobody', async () => {
    const business = await Business.open(store);
    await business.tell(each(customer('ada')));
    const [workspaceId, ada] = [business.workspaceId, business.id('identity', 'ada')];
    await expect(mergeCustomers(store, workspaceId, [ada, ada])).rejects.toThrow('customerIds must name');
    await expect(splitCustomer(store, workspaceId, [ada])).rejects.toThrow('identityIds must leave');
    await expect(splitCustomer(store, workspaceId, [workspaceId])).rejects.toThrow('There is no');
  });
});
