import { Authorized, Ctx, Field, FieldResolver, ID, InputType, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { readRules } from '../measure/touches/directory.ts';
import { type ChannelRule as Rule, ruleFields, ruleMatches } from '../measure/touches/rule.ts';
import type { Scope } from '../model/api-key.ts';
import type { ChannelKind as Kind } from '../model/marketing.ts';
import { Channel, ChannelKind, loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { idOf } from './global-id.ts';

const ChannelRuleField = enumType('ChannelRuleField', 'What a rule may look at.', ruleFields, {
  SOURCE: 'utm_source; of a survey, what was answered.',
  MEDIUM: 'utm_medium.',
  CAMPAIGN: 'utm_campaign.',
  REFERRER: 'The host of the page before, without "www."; none within the shop itself.',
  CLICK_ID_KIND: 'The name of the click id, such as gclid.',
});
const ChannelRuleMatch = enumType(
  'ChannelRuleMatch',
  'How a value is compared; upper and lower case are the same.',
  ruleMatches,
  {
    EQUALS: 'With an empty value it finds touches that tell nothing there.',
  },
);

@ObjectType({ description: 'What must be so of a touch.', simpleResolvers: true })
export class ChannelRuleCondition {
  @Field(() => ChannelRuleField)
  field!: keyof typeof ChannelRuleField;

  @Field(() => ChannelRuleMatch)
  match!: keyof typeof ChannelRuleMatch;

  @Field(() => String)
  value!: string;
}

@ObjectType({ description: 'By which channel touches came for which all conditions hold.', simpleResolvers: true })
export class ChannelRule {
  @Field(() => [ChannelRuleCondition])
  conditions!: readonly ChannelRuleCondition[];

  @Field(() => ChannelKind, { nullable: true, description: 'Null where the rule names a channel.' })
  kind!: Kind | null;

  channelId!: string | null;
}

@InputType({ description: 'What must be so of a touch.' })
export class ChannelRuleConditionInput {
  @Field(() => ChannelRuleField)
  field!: keyof typeof ChannelRuleField;

  @Field(() => ChannelRuleMatch, { defaultValue: 'EQUALS' })
  match!: keyof typeof ChannelRuleMatch;

  @Field(() => String)
  value!: string;
}

@InputType({ description: 'Conditions that must all hold, and either a kind or a channel.' })
export class ChannelRuleInput {
  @Field(() => [ChannelRuleConditionInput])
  conditions!: ChannelRuleConditionInput[];

  @Field(() => ChannelKind, {
    nullable: true,
    description: 'The channel of this kind: of the ad platform where it is told and connected, else our own.',
  })
  kind?: Kind | null;

  @Field(() => ID, { nullable: true, description: 'A channel that a source told of.' })
  channel?: string | null;
}

/** Rules as the figures take them. Throws BAD_INPUT naming an id that is none of a channel. */
export const toRules = (rules: readonly ChannelRuleInput[]): Rule[] =>
  rules.map(({ conditions, kind, channel }, index) => ({
    conditions: conditions.map(({ field, match, value }) => ({ field, match, value: value.trim() })),
    kind: kind ?? null,
    channelId: channel == null ? null : idOf('Channel', channel, `rules.${index}.channel`),
  }));

@Resolver(() => ChannelRule)
export class ChannelRuleResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [ChannelRule], {
    nullable: true,
    description:
      'How the workspace overrides the classification of touches, in order: the first rule that matches decides, before what the source names.',
  })
  channelRules(@Ctx() { em, workspaceId }: Context): Promise<readonly Rule[]> {
    return readRules(em, workspaceId);
  }

  @FieldResolver(() => Channel, {
    nullable: true,
    description: 'Null where the rule names a kind, or the channel is gone.',
  })
  channel(@Root() { channelId }: ChannelRule, @Ctx() context: Context): Promise<Channel | null> | null {
    return channelId ? loadChannel(context, channelId) : null;
  }
}
