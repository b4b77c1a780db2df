import type { Platform } from '../../model/click-ids.ts';

/** What a known site is to a shop. UNWANTED are steps on the way through the shop itself, such as paying. */
export type SiteKind = 'SEARCH' | 'SOCIAL' | 'VIDEO' | 'MAIL' | 'ADS' | 'UNWANTED';

export interface Site {
  kind: SiteKind;
  /** As utm_source names it. */
  words: readonly string[];
  /** Its domains; what lies below one is the same site. */
  domains: readonly string[];
  /** The name before a country's ending: "google" is google.de and google.co.uk as well. */
  name?: string;
  platform?: Platform;
}

/** The more telling first: mail.google.com is mail, google.com a search engine. */
export const sites: readonly Site[] = [
  { kind: 'MAIL', words: ['gmail'], domains: ['mail.google.com', 'com.google.android.gm', 'gmail.com'] },
  { kind: 'MAIL', words: ['outlook', 'hotmail'], domains: ['outlook.live.com', 'outlook.office.com', 'mail.live.com'] },
  { kind: 'MAIL', words: [], domains: ['mail.yahoo.com', 'mail.proton.me', 'webmail.aol.com', 'navigator-bs.gmx.net'] },
  {
    kind: 'ADS',
    words: ['doubleclick'],
    domains: ['doubleclick.net', 'googleadservices.com', 'googlesyndication.com'],
    platform: 'GOOGLE',
  },
  { kind: 'ADS', words: ['criteo'], domains: ['criteo.com', 'criteo.net'] },
  { kind: 'ADS', words: ['taboola', 'outbrain'], domains: ['taboola.com', 'outbrain.com'] },
  { kind: 'VIDEO', words: ['youtube'], domains: ['youtube.com', 'youtu.be'], platform: 'GOOGLE' },
  { kind: 'VIDEO', words: ['vimeo', 'twitch'], domains: ['vimeo.com', 'twitch.tv'] },
  { kind: 'UNWANTED', words: [], domains: ['paypal.com', 'stripe.com', 'klarna.com', 'adyen.com', 'mollie.com'] },
  { kind: 'UNWANTED', words: [], domains: ['pay.google.com', 'accounts.google.com', 'appleid.apple.com', 'shop.app'] },
  {
    kind: 'SEARCH',
    words: ['google', 'adwords', 'googleads', 'google_ads', 'google-ads'],
    domains: ['com.google.android.googlequicksearchbox'],
    name: 'google',
    platform: 'GOOGLE',
  },
  { kind: 'SEARCH', words: ['bing', 'msn', 'microsoft'], domains: ['bing.com', 'msn.com'], platform: 'MICROSOFT' },
  { kind: 'SEARCH', words: ['duckduckgo', 'ecosia', 'qwant'], domains: ['duckduckgo.com', 'ecosia.org', 'qwant.com'] },
  { kind: 'SEARCH', words: ['yahoo'], domains: ['search.yahoo.co.jp'], name: 'yahoo' },
  { kind: 'SEARCH', words: ['yandex'], domains: ['ya.ru'], name: 'yandex' },
  { kind: 'SEARCH', words: ['brave', 'startpage'], domains: ['search.brave.com', 'startpage.com'] },
  { kind: 'SEARCH', words: ['baidu', 'naver', 'seznam'], domains: ['baidu.com', 'search.naver.com', 'seznam.cz'] },
  { kind: 'SEARCH', words: ['aol', 'ask'], domains: ['search.aol.com', 'ask.com'] },
  {
    kind: 'SOCIAL',
    words: ['facebook', 'fb', 'ig', 'instagram', 'meta', 'messenger', 'an', 'msg', 'threads', 'whatsapp'],
    domains: [
      'facebook.com',
      'fb.com',
      'fb.me',
      'instagram.com',
      'messenger.com',
      'threads.net',
      'threads.com',
      'wa.me',
    ],
    platform: 'META',
  },
  { kind: 'SOCIAL', words: ['tiktok'], domains: ['tiktok.com'], platform: 'TIKTOK' },
  {
    kind: 'SOCIAL',
    words: ['linkedin'],
    domains: ['linkedin.com', 'lnkd.in', 'com.linkedin.android'],
    platform: 'LINKEDIN',
  },
  { kind: 'SOCIAL', words: ['pinterest'], domains: ['pin.it'], name: 'pinterest', platform: 'PINTEREST' },
  { kind: 'SOCIAL', words: ['snapchat', 'snap'], domains: ['snapchat.com'], platform: 'SNAPCHAT' },
  { kind: 'SOCIAL', words: ['reddit'], domains: ['reddit.com', 'redd.it', 'com.reddit.frontpage'], platform: 'REDDIT' },
  { kind: 'SOCIAL', words: ['twitter', 'x', 't.co'], domains: ['twitter.com', 'x.com', 't.co'], platform: 'X' },
  { kind: 'SOCIAL', words: ['bluesky', 'mastodon'], domains: ['bsky.app', 'mastodon.social'] },
  { kind: 'SOCIAL', words: ['telegram', 'vk'], domains: ['t.me', 'web.telegram.org', 'vk.com'] },
  { kind: 'SOCIAL', words: ['quora', 'tumblr'], domains: ['quora.com', 'tumblr.com'] },
];

/** The site of a host without "www."; undefined where it is none of those known. */
export function siteOfHost(host: string): Site | undefined {
  return sites.find(
    ({ domains, name }) =>
      domains.some((domain) => host === domain || host.endsWith(`.${domain}`)) || (name && isNamed(host, name)),
  );
}

/** The site that a utm_source names: by its word, or by its host. */
export function siteOfWord(word: string): Site | undefined {
  return sites.find(({ words }) => words.includes(word)) ?? siteOfHost(word.replace(/^www\./, ''));
}

/** Whether a host ends in the name and a country's or generic ending: not google.com.example.org. */
const isNamed = (host: string, name: string): boolean =>
  new RegExp(`(^|\\.)${name}\\.([a-z]{2,3}|com?\\.[a-z]{2})$`).test(host);
