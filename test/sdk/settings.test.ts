import { expect, it } from 'vitest';
import { draft, FieldError, hmacSha256, holdsPersonalData, sameSignature, settingsOf, z } from '../../src/sdk/index.ts';

const { settings, parse } = settingsOf(
  'Acme',
  z.strictObject({
    url: z.url('must be an address').describe('The address of the shop'),
    pageSize: z.number().default(50),
    accounts: z.array(z.strictObject({ id: z.string('must be text') })).optional(),
  }),
);

it('reads settings, with what is left out filled in', () => {
  expect(parse({ url: 'https://acme.example' })).toEqual({ url: 'https://acme.example', pageSize: 50 });
});

it.each([
  [{}, 'url', 'url must be an address'],
  [{ url: 'acme' }, 'url', 'url must be an address'],
  [{ url: 'https://a.example', token: 'x' }, 'token', 'token is no setting of Acme'],
  [{ url: 'https://a.example', accounts: [{ id: 7 }] }, 'accounts.0.id', 'accounts.0.id must be text'],
  ['acme', 'settings', /^settings /],
  [null, 'settings', /^settings /],
])('names the setting at fault in %j', (written, field, message) => {
  expect(() => parse(written)).toThrow(message);
  expect(() => parse(written)).toThrow(expect.objectContaining({ name: FieldError.name, field }));
});

it('describes them as JSON Schema, as they are written', () => {
  expect(settings).toMatchObject({
    type: 'object',
    required: ['url'],
    additionalProperties: false,
    properties: { url: { type: 'string', description: 'The address of the shop' }, pageSize: { default: 50 } },
  });
});

it('signs as RFC 4231 has it, over all parts, and compares whole signatures', () => {
  const made = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(hmacSha256('Jefe', ['what do ya want ', Buffer.from('for nothing?')], 'hex')).toBe(made);
  expect(hmacSha256('Jefe', ['what do ya want for nothing?'], 'base64')).toBe(
    Buffer.from(made, 'hex').toString('base64'),
  );
  expect(sameSignature(made, made)).toBe(true);
  for (const given of [made.slice(1), made.toUpperCase(), `${made} `, '', undefined])
    expect(sameSignature(made, given)).toBe(false);
  expect(sameSignature(hmacSha256(undefined, ['body'], 'hex'), undefined)).toBe(false);
});

it('leaves out of a draft what the record does not say', () => {
  expect(draft('customer', { key: '7', name: undefined, email: 'a@b.example' })).toEqual({
    type: 'customer',
    data: { key: '7', email: 'a@b.example' },
  });
});

it('takes a stream as personal where what its records become can name a person', () => {
  expect(holdsPersonalData({ entities: ['product', 'order'] })).toBe(true);
  expect(holdsPersonalData({ entities: ['identity'] })).toBe(true);
  expect(holdsPersonalData({ entities: ['product', 'line', 'adSpend'] })).toBe(false);
  expect(holdsPersonalData({ entities: ['product'], personalData: true })).toBe(true);
});
