import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels as planned } from '../../connectors/demo/world/plan.ts';
import woocommerce from '../../connectors/woocommerce/index.ts';
import {
  classifier,
  type Directory,
  type KnownCampaign,
  type KnownChannel,
} from '../../src/measure/touches/classify.ts';
import { kindOf, type RawOrigin } from '../../src/measure/touches/kind.ts';
import { selfReportedKind } from '../../src/measure/touches/self-reported.ts';
import { clickIdKinds } from '../../src/model/click-ids.ts';
import { channelKinds } from '../../src/model/marketing.ts';
import type { DraftData, Payload } from '../../src/sdk/index.ts';

const silent: RawOrigin = {
  kind: 'SESSION',
  sourceChannelId: null,
  sourceCampaignId: null,
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  utmId: null,
  clickIdKind: null,
  referrer: null,
};
const origin = (more: Partial<RawOrigin> = {}): RawOrigin => ({ ...silent, ...more });
const utm = (utmSource: string | null, utmMedium: string | null, more: Partial<RawOrigin> = {}) =>
  origin({ utmSource, utmMedium, ...more });

describe('the kind of channel', () => {
  it.each([
    // Google Analytics' default channel group.
    [utm('(direct)', '(none)'), 'DIRECT'],
    [utm('google', 'organic'), 'ORGANIC_SEARCH'],
    [utm('bing', 'cpc'), 'PAID_SEARCH'],
    [utm('google', 'retargeting'), 'PAID_SEARCH'],
    [utm('facebook', 'cpc'), 'PAID_SOCIAL'],
    [utm('instagram', 'cpm'), 'PAID_SOCIAL'],
    [utm('fb', 'paid'), 'PAID_SOCIAL'],
    [utm('youtube', 'paid_video'), 'DISPLAY'],
    [utm('anybody', 'cpm'), 'DISPLAY'],
    [utm('anybody', 'banner'), 'DISPLAY'],
    [utm('linkedin', 'social-media'), 'SOCIAL'],
    [utm('pinterest', null), 'SOCIAL'],
    [utm('newsletter', 'e_mail'), 'EMAIL'],
    [utm('email', null), 'EMAIL'],
    [utm('partner', 'affiliates'), 'AFFILIATE'],
    [utm('some-blog', 'referral'), 'REFERRAL'],
    // Where the source is unknown, what else is told says where the ad was.
    [utm('brand', 'cpc', { clickIdKind: 'fbclid' }), 'PAID_SOCIAL'],
    [utm('brand', 'cpc', { referrer: 'l.instagram.com' }), 'PAID_SOCIAL'],
    [utm('brand', 'paid_social'), 'PAID_SOCIAL'],
    [utm('brand', 'cpc'), 'PAID_SEARCH'],
    [utm('brand', 'paid'), 'OTHER'],
    [utm('blog.example', null), 'REFERRAL'],
    [utm('flyer', 'print'), 'OFFLINE'],
    [utm('sms', 'sms'), 'OTHER'],
    [utm(null, null, { utmCampaign: 'autumn' }), 'OTHER'],
  ] as const)('%o is %s by its tags', (given, kind) => {
    expect(kindOf(given).kind).toBe(kind);
  });

  it.each([
    ['gclid', 'PAID_SEARCH'],
    ['gbraid', 'PAID_SEARCH'],
    ['wbraid', 'PAID_SEARCH'],
    ['dclid', 'DISPLAY'],
    ['msclkid', 'PAID_SEARCH'],
    ['ttclid', 'PAID_SOCIAL'],
    ['fbclid', 'SOCIAL'],
  ])('a click with %s is %s', (clickIdKind, kind) => {
    expect(kindOf(origin({ clickIdKind }))).toMatchObject({ kind, by: 'CLICK_ID' });
  });

  it('an ad is known by its click id whatever the page before; tags that say more win', () => {
    expect(kindOf(origin({ clickIdKind: 'gclid', referrer: 'google.com' })).kind).toBe('PAID_SEARCH');
    expect(kindOf(utm('google', 'organic', { clickIdKind: 'gclid' })).kind).toBe('PAID_SEARCH');
    expect(kindOf(utm('google', 'display', { clickIdKind: 'gclid' })).kind).toBe('DISPLAY');
    expect(kindOf(utm('newsletter', 'email', { clickIdKind: 'fbclid' })).kind).toBe('EMAIL');
  });

  it.each([
    ['google.com', 'ORGANIC_SEARCH'],
    ['google.co.uk', 'ORGANIC_SEARCH'],
    ['news.google.com.br', 'ORGANIC_SEARCH'],
    ['mail.google.com', 'EMAIL'],
    ['google.com.evil.example', 'REFERRAL'],
    ['notgoogle.com', 'REFERRAL'],
    ['search.yahoo.com', 'ORGANIC_SEARCH'],
    ['duckduckgo.com', 'ORGANIC_SEARCH'],
    ['l.facebook.com', 'SOCIAL'],
    ['t.co', 'SOCIAL'],
    ['pinterest.de', 'SOCIAL'],
    ['com.linkedin.android', 'SOCIAL'],
    ['youtube.com', 'SOCIAL'],
    ['googleads.g.doubleclick.net', 'DISPLAY'],
    ['chatgpt.com', 'REFERRAL'],
    ['coffee-blog.example', 'REFERRAL'],
    // The way back from paying tells nothing.
    ['checkout.stripe.com', 'DIRECT'],
  ])('a visit from %s is %s', (referrer, kind) => {
    expect(kindOf(origin({ referrer })).kind).toBe(kind);
  });

  it.each([
    // The origins of Olist's leads, and what people write.
    ['organic_search', 'ORGANIC_SEARCH'],
    ['paid_search', 'PAID_SEARCH'],
    ['social', 'SOCIAL'],
    ['direct_traffic', 'DIRECT'],
    ['email', 'EMAIL'],
    ['referral', 'REFERRAL'],
    ['display', 'DISPLAY'],
    ['other_publicities', 'OTHER'],
    ['unknown', 'OTHER'],
    ['A friend told me', 'REFERRAL'],
    ['Instagram ad', 'PAID_SOCIAL'],
    ['on Instagram', 'SOCIAL'],
    ['Googled it', 'ORGANIC_SEARCH'],
    ['Radio', 'OFFLINE'],
  ])('the answer "%s" is %s', (answer, kind) => {
    expect(selfReportedKind(answer)).toBe(kind);
    expect(kindOf(utm(answer, null, { kind: 'SURVEY' }))).toMatchObject({ kind, by: 'SELF_REPORTED' });
  });
});

it('what the demo business tags is told as it was planted', () => {
  const tagged = planned.filter(({ key }) => key !== 'organic' && key !== 'direct');
  const told = tagged.map(({ source, medium, clickId }) => kindOf(utm(source, medium, { clickIdKind: clickId })).kind);
  expect(told).toEqual(tagged.map(({ kind }) => kind));
});

const channel = (id: string, kind: KnownChannel['kind'], platform: KnownChannel['platform'] = null): KnownChannel => ({
  id,
  kind,
  platform,
});
const campaign = (id: string, name: string, channelId: string | null, externalId = id): KnownCampaign => ({
  id,
  name,
  externalId,
  channelId,
});
const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
const shop: Directory = {
  channels: byId([
    channel('google search', 'PAID_SEARCH', 'GOOGLE'),
    channel('google shopping', 'PAID_SEARCH', 'GOOGLE'),
    channel('google max', 'OTHER', 'GOOGLE'),
    channel('meta', 'PAID_SOCIAL', 'META'),
    channel('letters', 'EMAIL'),
  ]),
  campaigns: byId([
    campaign('1001', 'Brand', 'google search'),
    campaign('1002', 'Max', 'google max'),
    campaign('2001', 'Prospecting', 'meta'),
    campaign('2002', 'Spring', 'meta'),
    campaign('1003', 'Spring', 'google search'),
    campaign('2003', 'Twice', 'meta'),
    campaign('2004', ' twice', 'meta'),
    campaign('9', 'Homeless', null),
  ]),
  rules: [],
};
const classify = classifier(shop);

describe('channel and campaign', () => {
  it('are found by the id of a campaign, then by its name, and the campaign tells the channel', () => {
    expect(classify(utm('google', 'cpc', { utmId: '1001' }))).toEqual({
      channelId: 'google search',
      campaignId: '1001',
      kind: 'PAID_SEARCH',
      matchedOn: 'CAMPAIGN_ID',
    });
    expect(classify(utm('google', 'cpc', { utmCampaign: '1002' }))).toMatchObject({
      channelId: 'google max',
      kind: 'OTHER',
    });
    expect(classify(utm('ig', 'paid', { utmCampaign: ' PROSPECTING ' }))).toMatchObject({
      campaignId: '2001',
      matchedOn: 'CAMPAIGN_NAME',
    });
    expect(classify(utm('ig', null, { utmCampaign: 'Prospecting' })).kind).toBe('PAID_SOCIAL');
    expect(classify(utm('mail', 'email', { utmCampaign: 'Homeless' }))).toMatchObject({
      channelId: 'letters',
      campaignId: '9',
    });
  });

  it('of one name in two places is the one that fits; of two that fit none is taken', () => {
    expect(classify(utm('google', 'cpc', { utmCampaign: 'spring' })).campaignId).toBe('1003');
    expect(classify(utm('facebook', 'cpc', { utmCampaign: 'spring' })).campaignId).toBe('2002');
    expect(classify(utm('facebook', 'cpc', { utmCampaign: 'twice' })).campaignId).toBeNull();
    expect(classify(utm('bing', 'cpc', { utmCampaign: 'brand' })).campaignId).toBeNull();
  });

  it('without a campaign are the one channel of the kind and platform, else the built-in one', () => {
    expect(classify(utm('facebook', 'cpc'))).toMatchObject({ channelId: 'meta', campaignId: null, matchedOn: 'UTM' });
    expect(classify(utm('tiktok', 'cpc'))).toMatchObject({ channelId: null, kind: 'PAID_SOCIAL' });
    expect(classify(origin({ clickIdKind: 'gclid' }))).toMatchObject({ channelId: null, kind: 'PAID_SEARCH' });
    expect(classify(utm('x', 'email'))).toMatchObject({ channelId: 'letters', kind: 'EMAIL' });
    expect(classify(origin())).toEqual({ channelId: null, campaignId: null, kind: 'DIRECT', matchedOn: 'NOTHING' });
  });

  it('that the source names stay, once they have arrived', () => {
    const named = utm('google', 'cpc', { sourceChannelId: 'meta', utmCampaign: 'Spring' });
    expect(classify(named)).toMatchObject({ channelId: 'meta', campaignId: '2002', matchedOn: 'SOURCE' });
    expect(classify(origin({ sourceCampaignId: '1001' }))).toMatchObject({
      channelId: 'google search',
      matchedOn: 'SOURCE',
    });
    expect(classify(origin({ sourceChannelId: 'not yet' }))).toMatchObject({ kind: 'DIRECT', matchedOn: 'NOTHING' });
  });

  it('come from the first rule that matches, before all else', () => {
    const ruled = classifier({
      ...shop,
      rules: [
        { conditions: [{ field: 'SOURCE', match: 'EQUALS', value: 'gone' }], kind: null, channelId: 'gone' },
        { conditions: [{ field: 'SOURCE', match: 'STARTS_WITH', value: 'Vouch' }], kind: 'AFFILIATE', channelId: null },
        {
          conditions: [
            { field: 'MEDIUM', match: 'EQUALS', value: 'email' },
            { field: 'CAMPAIGN', match: 'CONTAINS', value: 'win-back' },
          ],
          kind: null,
          channelId: 'letters',
        },
        { conditions: [{ field: 'SOURCE', match: 'CONTAINS', value: 'vouch' }], kind: 'OTHER', channelId: null },
        { conditions: [{ field: 'MEDIUM', match: 'EQUALS', value: '' }], kind: 'OFFLINE', channelId: null },
      ],
    });
    const vouchers = utm('vouchers', 'cpc', { utmCampaign: 'Brand', sourceChannelId: 'meta' });
    expect(ruled(vouchers)).toEqual({ channelId: null, campaignId: null, kind: 'AFFILIATE', matchedOn: 'RULE' });
    expect(ruled(utm('crm', 'email', { utmCampaign: 'A win-back' }))).toMatchObject({
      channelId: 'letters',
      kind: 'EMAIL',
    });
    expect(ruled(utm('crm', 'email')).matchedOn).toBe('UTM');
    expect(ruled(utm('gone', 'email'))).toMatchObject({ matchedOn: 'UTM' });
    expect(ruled(origin())).toMatchObject({ kind: 'OFFLINE', matchedOn: 'RULE' });
  });

  it('are the same for the same origin, of a kind that exists, and never of a channel or campaign that does not', () => {
    const word = fc.constantFrom(
      null,
      'google',
      'facebook',
      'cpc',
      'email',
      'spring',
      '1001',
      'brand',
      'constructor',
      '',
    );
    const any = fc.record({
      kind: fc.constantFrom('SESSION', 'CLICK', 'VIEW', 'SURVEY'),
      sourceChannelId: fc.constantFrom(null, ...shop.channels.keys(), 'not yet'),
      sourceCampaignId: fc.constantFrom(null, ...shop.campaigns.keys(), 'not yet'),
      utmSource: fc.oneof(word, fc.string()),
      utmMedium: fc.oneof(word, fc.string()),
      utmCampaign: word,
      utmId: word,
      clickIdKind: fc.constantFrom(null, ...clickIdKinds.keys(), 'toString'),
      referrer: fc.oneof(fc.domain(), fc.constantFrom(null, 'google.com')),
    });
    fc.assert(
      fc.property(any, (given) => {
        const { channelId, campaignId, kind, matchedOn } = classify(given);
        expect(channelKinds).toContain(kind);
        expect(channelId === null || shop.channels.get(channelId)!.kind === kind).toBe(true);
        expect(campaignId === null || shop.campaigns.has(campaignId)).toBe(true);
        expect(!shop.channels.has(given.sourceChannelId ?? '') || matchedOn === 'SOURCE').toBe(true);
        expect(classify({ ...given })).toEqual({ channelId, campaignId, kind, matchedOn });
      }),
    );
  });
});

const recorded = resolve(import.meta.dirname, '../../../shared/fixtures/woocommerce/live_10.9.1/orders_page1.json');
describe.skipIf(!existsSync(recorded))('what a real shop recorded (skipped where ../shared/fixtures is absent)', () => {
  it('is classified by what it says', () => {
    const config = woocommerce.parse({ url: 'https://shop.example', consumerKey: 'ck_1', consumerSecret: 'cs_1' });
    const { map } = woocommerce.streams(config)['orders']!;
    const orders = JSON.parse(readFileSync(recorded, 'utf8')) as Payload[];
    const touches = orders.flatMap((order) => map(order).flatMap(({ type, data }) => (type === 'touch' ? [data] : [])));
    const told = touches.map(({ utmSource, utmMedium, utmCampaign }: DraftData['touch']) => [
      utmSource,
      kindOf(utm(utmSource ?? null, utmMedium ?? null, { utmCampaign: utmCampaign ?? null })).kind,
    ]);
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map((pair) => pair.join(' ')))).toEqual(
      new Set(['google PAID_SEARCH', 'facebook PAID_SOCIAL']),
    );
  });
});
