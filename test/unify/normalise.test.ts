import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalEmail, normalise, normalPhone } from '../../src/unify/normalise.ts';

describe('an e-mail', () => {
  it.each([
    [' Ada.Byron+shop@Example-Shop.IT ', 'ada.byron+shop@example-shop.it'],
    ['ada@bücher.de', 'ada@xn--bcher-kva.de'],
    ['ａｄａ@shop.it', 'ada@shop.it'],
    ['ada\u200B@shop.it\uFEFF', 'ada@shop.it'],
    ["o'neill@shop.co.uk", "o'neill@shop.co.uk"],
  ])('%j is %s', (raw, expected) => expect(normalEmail(raw)).toBe(expected));

  it.each(['', 'ada', 'ada@', '@shop.it', 'ada@shop', 'a da@shop.it', 'ada@@shop.it', 'ada@shop..it', 'ada@127.0.0.1'])(
    '%j is none',
    (raw) => expect(normalEmail(raw)).toBeNull(),
  );

  it('is the same however it is spelt, and normal already when normal', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.constantFrom('', ' ', '\t'), (address, space) => {
        const normal = normalEmail(address);
        expect(normalEmail(space + address.toUpperCase() + space)).toBe(normal);
        expect(normal && normalEmail(normal)).toBe(normal);
      }),
    );
  });

  it('of any text is an address or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(normalEmail(raw) ?? 'a@b.it').toMatch(/^[^\s@]+@[a-z0-9.-]+$/);
      }),
    );
  });
});

describe('a phone number', () => {
  it.each([
    ['333 123-4567', 'IT', '+393331234567'],
    ['(06) 1234 5678', 'IT', '+390612345678'],
    ['0039 333 1234567', null, '+393331234567'],
    ['+1 (212) 555-0100', 'IT', '+12125550100'],
    ['+1 212 555 0100 ext. 5', 'IT', '+12125550100;ext=5'],
  ])('%j read in %s is %s', (raw, country, expected) => expect(normalPhone(raw, country)).toBe(expected));

  it.each([
    ['333 1234567', null],
    ['333 1234567', 'XX'],
    ['12', 'IT'],
    ['call me', 'IT'],
    ['0'.repeat(5000), 'IT'],
  ])('%j read in %s is none', (raw, country) => expect(normalPhone(raw, country)).toBeNull());

  it('is normal already when normal, wherever it is read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3_200_000_000, max: 3_999_999_999 }),
        fc.constantFrom('US', 'DE', null),
        (n, country) => {
          const normal = normalPhone(String(n), 'IT');
          expect(normal && normalPhone(normal, country)).toBe(normal);
        },
      ),
    );
  });
});

describe('an identifier', () => {
  it.each([
    ['EMAIL', 'ada@shop.it', null, true],
    ['EMAIL', 'x7@privaterelay.appleid.com', null, true],
    ['EMAIL', 'info@shop.it', 'BLOCKED', true],
    ['EMAIL', 'q1w2@marketplace.amazon.co.uk', 'BLOCKED', true],
    ['EMAIL', 'test+1@shop.it', 'BLOCKED', false],
    ['EMAIL', 'no-reply@shop.it', 'BLOCKED', false],
    ['EMAIL', 'ada@mail.example.com', 'BLOCKED', false],
    ['EMAIL', 'none', 'INVALID', false],
    ['PERSON', 'A-17', null, true],
    ['PERSON', '000', 'BLOCKED', false],
    ['PERSON', 'NULL', 'BLOCKED', false],
    ['LOYALTY_CARD', 'n/a', 'BLOCKED', false],
  ] as const)('%s %s: %s', (kind, value, violation, namesGuest) => {
    expect(normalise(kind, value, 'IT')).toEqual({ kind, value, violation, namesGuest });
  });

  it('is none where nothing is given, and keeps a long one short', () => {
    expect(normalise('PERSON', '  ', null)).toBeNull();
    expect(normalise('EMAIL', undefined, null)).toBeNull();
    const long = normalise('LOYALTY_CARD', 'x'.repeat(9000), null);
    expect(long).toMatchObject({ violation: 'INVALID', value: 'x'.repeat(200) });
  });
});
