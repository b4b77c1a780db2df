import type { ChannelKind } from '../../model/marketing.ts';

/** What people say when asked where they heard of a shop, in words of their own or of a form; the first that matches. */
const answers: readonly (readonly [RegExp, ChannelKind])[] = [
  [/\b(paid|sponsored) search\b|\b(google|bing|search) ads?\b|\badwords\b/, 'PAID_SEARCH'],
  [/\b(paid|sponsored) social\b|\b(facebook|instagram|meta|tiktok|social|pinterest|linkedin) ads?\b/, 'PAID_SOCIAL'],
  [/\b(display|banner|youtube ads?)\b/, 'DISPLAY'],
  [/\b(e mail|email|newsletter|mailing)\b/, 'EMAIL'],
  [/\b(affiliates?|vouchers?|cash ?back|coupons?)\b/, 'AFFILIATE'],
  [/\b(tv|television|radio|magazine|newspaper|print|flyer|billboard|poster|event|fair|store|catalogu?e)\b/, 'OFFLINE'],
  [/\b(referrals?|friends?|family|colleagues?|word of mouth|recommend\w*|blogs?|article|influencers?)\b/, 'REFERRAL'],
  [/\b(social|facebook|instagram|tiktok|pinterest|youtube|twitter|linkedin|reddit|whatsapp)\b/, 'SOCIAL'],
  [/\b(organic|search|searched|google|googled|bing|search engine)\b/, 'ORGANIC_SEARCH'],
  [/\b(direct|direct traffic|typed|bookmark)\b/, 'DIRECT'],
];

/** The kind of channel that an answer in English tells, such as "organic_search" or "A friend"; OTHER where it tells none. */
export function selfReportedKind(answer: string): ChannelKind {
  const words = answer.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ');
  return answers.find(([pattern]) => pattern.test(words))?.[1] ?? 'OTHER';
}
