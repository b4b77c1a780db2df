import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withLanding } from '../../src/unify/landing.ts';

const touch = { key: '1', at: '2024-01-01T10:00:00Z', kind: 'SESSION' as const };
const said = (landing: string, more: object = {}) => {
  const { key: _key, at: _at, kind: _kind, landing: _landing, ...found } = withLanding({ ...touch, landing, ...more });
  return found;
};

describe('what a landing page says of a touch', () => {
  it('is read from its query where the source says nothing', () => {
    const query = 'UTM_Source=Google&utm_medium=cpc&utm_campaign=Spring+sale%21&utm_id=77&gclid=Cj0.x_y&fbclid=no#top';
    expect(said(`https://shop.example/p?${query}`)).toEqual({
      utmSource: 'Google',
      utmMedium: 'cpc',
      utmCampaign: 'Spring sale!',
      utmId: '77',
      clickIdKind: 'gclid',
      clickId: 'Cj0.x_y',
    });
    expect(said('/p?gad_source=1&gad_campaignid=123&gbraid=0AA')).toEqual({
      utmId: '123',
      clickIdKind: 'gbraid',
      clickId: '0AA',
    });
    expect(said('https://shop.example/?ScCid=abc')).toEqual({ clickIdKind: 'sccid', clickId: 'abc' });
  });

  it('never replaces what the source says, and is nothing where there is no query', () => {
    const given = { utmSource: 'newsletter', clickIdKind: 'msclkid' };
    expect(said('/?utm_source=google&utm_medium=email&gclid=1', given)).toEqual({ ...given, utmMedium: 'email' });
    for (const landing of ['/', '/?', '/#?utm_source=a', '/?utm_source=&utm_medium=%20', 'no address']) {
      expect(said(landing)).toEqual({});
    }
    expect(withLanding(touch)).toBe(touch);
  });

  it('is plain text of a bounded length, whatever the address holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { utmSource } = withLanding({
          ...touch,
          landing: `/?utm_source=${encodeURIComponent(value.toWellFormed())}`,
        });
        expect(utmSource ?? 'none').toMatch(/^[^\0]{1,500}$/su);
        expect(utmSource?.isWellFormed() ?? true).toBe(true);
      }),
    );
    expect(said('/?utm_source=%E0%A4%A')['utmSource']).toBeTypeOf('string');
  });
});
