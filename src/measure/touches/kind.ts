import type { ChannelKind } from '../../model/marketing.ts';
import { clickIdKinds, type Platform } from '../../model/click-ids.ts';
import { selfReportedKind } from './self-reported.ts';
import { type Site, siteOfHost, siteOfWord } from './sites.ts';

/** What the sources told of where a touch came from, as it is kept: words are in lower case. */
export interface RawOrigin {
  kind: string;
  sourceChannelId: string | null;
  sourceCampaignId: string | null;
  utmSource: string | null;
  utmMedium: string | null;
  utmCampaign: string | null;
  utmId: string | null;
  clickIdKind: string | null;
  /** Host of the page before. */
  referrer: string | null;
}

/** The kind of channel a touch came by, and what tells it; the ad platform where that is told as well. */
export interface Told {
  kind: ChannelKind;
  by: 'UTM' | 'CLICK_ID' | 'REFERRER' | 'SELF_REPORTED' | 'NOTHING';
  platform: Platform | null;
}

const paidMedium = /^(.*cp.*|ppc|retargeting|paid.*)$/;
const nothing = new Set(['', '(none)', 'none', '(not set)', '(direct)', 'direct']);

/** What a medium alone says; the first that matches. */
const mediums: readonly (readonly [RegExp, ChannelKind])[] = [
  [/^(display|banner|expandable|interstitial|cpm|gdn|programmatic)$/, 'DISPLAY'],
  [/^(social|social-network|social-media|sm|social network|social media|social_media)$/, 'SOCIAL'],
  [/^organic$/, 'ORGANIC_SEARCH'],
  [/^(referral|app|link|referrer)$/, 'REFERRAL'],
  [/^(email|e-mail|e_mail|e mail|newsletter|mail)$/, 'EMAIL'],
  [/^(affiliates?|affiliate[-_ ]marketing|partners?)$/, 'AFFILIATE'],
  [/^(offline|print|flyer|catalogu?e|qr|qr[-_ ]?code|direct[-_ ]?mail|radio|tv|ooh|event|store)$/, 'OFFLINE'],
];
/** What a paid medium itself says of where the ad was; and what it is taken for where nothing else says it. */
const paidMediums: readonly (readonly [RegExp, ChannelKind])[] = [
  [/social/, 'PAID_SOCIAL'],
  [/display|video|banner/, 'DISPLAY'],
  [/search|shopping/, 'PAID_SEARCH'],
  [/affiliate/, 'AFFILIATE'],
];
const otherPaidMediums: readonly (readonly [RegExp, ChannelKind])[] = [
  [/^cp[mv]$/, 'DISPLAY'],
  [/^(cpc|ppc)$/, 'PAID_SEARCH'],
];
const paidOn: Readonly<Partial<Record<Site['kind'], ChannelKind>>> = {
  SEARCH: 'PAID_SEARCH',
  SOCIAL: 'PAID_SOCIAL',
  VIDEO: 'DISPLAY',
  ADS: 'DISPLAY',
};
const freeOn: Readonly<Partial<Record<Site['kind'], ChannelKind>>> = {
  SEARCH: 'ORGANIC_SEARCH',
  SOCIAL: 'SOCIAL',
  VIDEO: 'SOCIAL',
  MAIL: 'EMAIL',
  ADS: 'DISPLAY',
};

/**
 * The kind of channel by the first that tells it: a paid medium, with its own word, the source, click id or referrer that says
 * where; the id of a click on an ad; the medium; the source; another click id; the referrer. Mediums and sources are those of Google
 * Analytics' default channel group (support.google.com/analytics/answer/9756891), its groups brought down to our kinds: paid
 * shopping is paid search, video ads are display, organic video is social, and text messages, push and audio are OTHER. A visit
 * of which nothing is told is DIRECT; one of which something is told that says nothing is OTHER.
 */
export function kindOf(origin: RawOrigin): Told {
  const [source, medium] = [origin.utmSource ?? '', origin.utmMedium ?? ''];
  if (origin.kind === 'SURVEY') {
    const answer = source || medium || (origin.utmCampaign ?? '');
    return { kind: selfReportedKind(answer), by: 'SELF_REPORTED', platform: null };
  }
  const click = origin.clickIdKind === null ? undefined : clickIdKinds.get(origin.clickIdKind);
  const named = siteOfWord(source);
  const before = origin.referrer === null ? undefined : siteOfHost(origin.referrer);
  const platform = click?.platform ?? named?.platform ?? before?.platform ?? null;
  const told = (kind: ChannelKind, by: Told['by']): Told => ({ kind, by, platform });

  if (paidMedium.test(medium)) {
    const clicked = click?.kind === 'SOCIAL' ? 'PAID_SOCIAL' : click?.paid && click.kind;
    const where = (named && paidOn[named.kind]) ?? (clicked || undefined) ?? (before && paidOn[before.kind]);
    return told(of(paidMediums, medium) ?? where ?? of(otherPaidMediums, medium) ?? 'OTHER', 'UTM');
  }
  const kind = of(mediums, medium);
  if (kind === 'DISPLAY') return told(kind, 'UTM');
  if (click?.paid) return told(click.kind, 'CLICK_ID');
  if (kind) return told(kind, 'UTM');
  const bySource = (named && freeOn[named.kind]) ?? of(mediums, source);
  if (bySource) return told(bySource, 'UTM');
  if (click) return told(click.kind, 'CLICK_ID');
  if (before && freeOn[before.kind]) return told(freeOn[before.kind]!, 'REFERRER');
  if (origin.referrer !== null && !before) return told('REFERRAL', 'REFERRER');
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(source) && !named) return told('REFERRAL', 'UTM');
  if (!nothing.has(source) || !nothing.has(medium) || (origin.utmCampaign ?? origin.utmId) !== null)
    return told('OTHER', 'UTM');
  return told('DIRECT', 'NOTHING');
}

const of = (list: readonly (readonly [RegExp, ChannelKind])[], word: string): ChannelKind | undefined =>
  list.find(([words]) => words.test(word))?.[1];
