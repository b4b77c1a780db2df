import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { type ChannelMove as Move, previewRules, saveRules } from '../measure/touches/rules.ts';
import type { ChannelRule as Rule } from '../measure/touches/rule.ts';
import type { Scope } from '../model/api-key.ts';
import type { ChannelKind as Kind } from '../model/marketing.ts';
import { ChannelRule, ChannelRuleInput, toRules } from './channel-rule.ts';
import { Channel, ChannelKind, loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { UserError, asUserErrors } from './user-error.ts';

@InputType({ description: 'All rules of the workspace, in order.' })
export class SetChannelRulesInput {
  @Field(() => [ChannelRuleInput])
  rules!: ChannelRuleInput[];

  @Field(() => Boolean, { defaultValue: false, description: 'Only says what would change.' })
  dryRun!: boolean;
}

@ObjectType({ description: 'Touches that get another channel.', simpleResolvers: true })
export class ChannelMove {
  @Field(() => ChannelKind)
  toKind!: Kind;

  @Field(() => Int, { description: 'Origins: what is told alike of touches.' })
  origins!: number;

  @Field(() => Int)
  touches!: number;

  from!: string;
  to!: string;
}

@ObjectType({ simpleResolvers: true })
export class SetChannelRulesPayload {
  @Field(() => [ChannelRule], { nullable: true, description: 'Null where there are errors.' })
  rules?: readonly Rule[] | null;

  @Field(() => [ChannelMove], {
    nullable: true,
    description: 'What changes, most touches first. Null where there are errors.',
  })
  moves?: readonly Move[] | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ChannelRuleMutations {
  @Authorized<Scope>('MANAGE_WORKSPACE')
  @Mutation(() => SetChannelRulesPayload, {
    description: 'Puts these rules in the place of the workspace’s own; all touches obey them at once.',
  })
  setChannelRules(
    @Ctx() context: Context,
    @Arg('input', () => SetChannelRulesInput) { rules: given, dryRun }: SetChannelRulesInput,
  ) {
    return asUserErrors(async (): Promise<SetChannelRulesPayload> => {
      const rules = toRules(given);
      const moves = await context.em.transactional(async (em) => {
        const changes = await previewRules(em, context.workspaceId, rules);
        if (!dryRun) await saveRules(em, context.workspaceId, rules);
        return changes;
      });
      context.forget();
      return { rules, moves, userErrors: [] };
    });
  }
}

@Resolver(() => ChannelMove)
export class ChannelMoveResolver {
  @FieldResolver(() => Channel, { nullable: true })
  from(@Root() { from }: Move, @Ctx() context: Context): Promise<Channel | null> {
    return loadChannel(context, from);
  }

  @FieldResolver(() => Channel, {
    nullable: true,
    description: 'Null in a dry run where it is a channel of our own that no touch came by so far.',
  })
  to(@Root() { to }: Move, @Ctx() context: Context): Promise<Channel | null> {
    return loadChannel(context, to);
  }
}
