import type { ChannelKind } from '../../model/marketing.ts';
import type { RawOrigin } from './kind.ts';

export const ruleFields = ['SOURCE', 'MEDIUM', 'CAMPAIGN', 'REFERRER', 'CLICK_ID_KIND'] as const;
export const ruleMatches = ['EQUALS', 'STARTS_WITH', 'CONTAINS'] as const;

/** What must be so; upper and lower case are the same. */
export interface RuleCondition {
  /** utm_source, utm_medium, utm_campaign, the host of the page before, or the name of the click id. */
  field: (typeof ruleFields)[number];
  match: (typeof ruleMatches)[number];
  value: string;
}

/** Where all conditions hold, the touch came by the channel, or else by the channel of the kind. */
export interface ChannelRule {
  conditions: readonly RuleCondition[];
  kind: ChannelKind | null;
  channelId: string | null;
}

/** The first rule that matches; one whose channel is gone matches nothing. */
export function ruleFor(
  rules: readonly ChannelRule[],
  origin: RawOrigin,
  isChannel: (id: string) => boolean,
): ChannelRule | undefined {
  return rules.find(
    ({ conditions, channelId }) =>
      (channelId === null || isChannel(channelId)) && conditions.every((condition) => holds(condition, origin)),
  );
}

function holds({ field, match, value }: RuleCondition, origin: RawOrigin): boolean {
  const given = {
    SOURCE: origin.utmSource,
    MEDIUM: origin.utmMedium,
    CAMPAIGN: origin.utmCampaign,
    REFERRER: origin.referrer,
    CLICK_ID_KIND: origin.clickIdKind,
  }[field];
  const [text, wanted] = [(given ?? '').toLowerCase(), value.trim().toLowerCase()];
  if (match === 'EQUALS') return text === wanted;
  return match === 'STARTS_WITH' ? text.startsWith(wanted) : text.includes(wanted);
}
