import {
  Arg,
  Args,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { searches } from '../measure/filter.ts';
import type { Arm } from '../measure/experiments/arm.ts';
import { type Design, experimentKinds, scheduleOf, type Stretch as StretchOf } from '../measure/experiments/design.ts';
import { designInWords } from '../measure/experiments/explain.ts';
import {
  type Experiment as ExperimentRow,
  daysOf,
  experimentStates,
  findExperiment,
  listExperiments,
  stateOf,
} from '../measure/experiments/list.ts';
import { isDivided } from '../measure/experiments/divide.ts';
import { type Sizes, sizesOf } from '../measure/experiments/frozen.ts';
import type { CustomerFilter } from '../measure/filter.ts';
import { inWords } from '../measure/segments/index.ts';
import type { Scope } from '../model/api-key.ts';
import { Campaign, loadCampaign } from './campaign.ts';
import { Channel, loadChannel } from './channel.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { ExperimentArm } from './customer-filter.ts';
import type { Customer } from './customer.ts';
import { CustomerConnection, CustomersArgs, listCustomers } from './customers.ts';
import { enumType } from './enum-type.ts';
import { ExperimentOutcome } from './experiment-input.ts';
import { idOf, unknownId } from './global-id.ts';
import { Money, money } from './money.ts';
import { Node } from './node.ts';
import { PageArgs, pageOfList } from './page.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

const ExperimentKind = enumType('ExperimentKind', 'How treated and control are told apart.', experimentKinds, {
  HOLD_OUT: 'A share of customers is drawn and left out.',
  LISTS: 'Customers who were divided elsewhere.',
  COUNTRIES: 'By the country that buyers are from.',
  SWITCHBACK: 'Stretches of days in pairs, one of each drawn and treated.',
  BEFORE_AFTER: 'The days from the start on against those before: no proof.',
});
const ExperimentState = enumType('ExperimentState', 'Where an experiment stands.', experimentStates, {
  DRAFT: 'Not started: nobody is divided yet.',
  ENDED: 'Stopped, or its last day is in the data.',
});

@ObjectType({ description: 'A stretch of days that is treated, or is not.', simpleResolvers: true })
export class ExperimentStretch {
  @Field(() => DateScalar)
  from!: string;

  @Field(() => DateScalar)
  to!: string;

  @Field(() => ExperimentArm)
  arm!: Arm;
}

@ObjectType({ description: 'How many customers are on each side.', simpleResolvers: true })
export class ExperimentSizes {
  @Field(() => Int)
  treated!: number;

  @Field(() => Int)
  control!: number;

  @Field(() => Int, { description: 'In both, and so counted in neither.' })
  both!: number;
}

@ObjectType({
  description: 'A trial of what something brings: some get it, others do not. Once started it is kept.',
  implements: Node,
  simpleResolvers: true,
})
export class Experiment extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  hypothesis!: string;

  @Field(() => ExperimentOutcome, { description: 'What it is judged by.' })
  outcome!: string;

  @Field(() => DateScalar)
  startsOn!: string;

  @Field(() => DateScalar)
  endsOn!: string;

  @Field(() => DateTimeScalar)
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null unless it was stopped before its end.' })
  stoppedAt!: Date | null;
}

const ExperimentConnection = connectionType('Experiment', () => Experiment);

/** The experiment with that global id. Throws BAD_INPUT naming `field` where there is none. */
export async function experimentNamed(context: Context, globalId: string, field: string): Promise<ExperimentRow> {
  const found = await findExperiment(await context.measure(), idOf('Experiment', globalId, field));
  if (!found) throw unknownId('Experiment', globalId, field);
  return found;
}

@Resolver(() => Experiment)
export class ExperimentResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Experiment, { nullable: true })
  experiment(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<ExperimentRow> {
    return experimentNamed(context, id, 'id');
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => ExperimentConnection, { nullable: true, description: 'The latest start first.' })
  async experiments(@Ctx() context: Context, @Args(() => PageArgs) args: PageArgs): Promise<Connection<ExperimentRow>> {
    return pageOfList(args, await listExperiments(await context.measure()));
  }

  @FieldResolver(() => ExperimentKind)
  kind(@Root() { design }: ExperimentRow): string {
    return design.kind;
  }

  @FieldResolver(() => ExperimentState)
  async state(@Root() experiment: ExperimentRow, @Ctx() context: Context): Promise<string> {
    return stateOf(await context.measure(), experiment);
  }

  @FieldResolver(() => String, { nullable: true, description: 'How treated and control are told apart, in words.' })
  async design(@Root() { design }: ExperimentRow, @Ctx() context: Context): Promise<string> {
    const filters = filtersIn(design);
    if (filters.some(searches)) context.allow('READ_PERSONAL_DATA', 'Experiment.design');
    return designInWords(design, await inWords(await context.measure(), filters));
  }

  @FieldResolver(() => Money, { nullable: true, description: 'What the treatment costs in all. Null where not told.' })
  async cost(@Root() { cost }: ExperimentRow, @Ctx() context: Context): Promise<Money | null> {
    return money(cost ?? null, (await context.measure()).workspace.currency);
  }

  @FieldResolver(() => Channel, { nullable: true, description: 'The channel that it tests.' })
  channel(@Root() { channelId }: ExperimentRow, @Ctx() context: Context): Promise<Channel | null> | null {
    return channelId ? loadChannel(context, channelId) : null;
  }

  @FieldResolver(() => Campaign, { nullable: true, description: 'The campaign that it tests.' })
  campaign(@Root() { campaignId }: ExperimentRow, @Ctx() context: Context): Promise<Campaign | null> | null {
    return campaignId ? loadCampaign(context, campaignId) : null;
  }

  @FieldResolver(() => [ExperimentStretch], {
    description: 'When to treat and when not, in their order. Empty where it is not days that are divided.',
  })
  schedule(@Root() experiment: ExperimentRow): StretchOf[] {
    return scheduleOf(experiment.design, daysOf(experiment));
  }

  @FieldResolver(() => ExperimentSizes, {
    nullable: true,
    description: 'Null before the start, and where it is not customers who are divided.',
  })
  sizes(@Root() { id, design, startedAt }: ExperimentRow, @Ctx() context: Context): Promise<Sizes | null> | null {
    if (!startedAt || !isDivided(design)) return null;
    return context.batch('sizes of experiment', id, async (ids) => sizesOf(await context.measure(), ids));
  }

  @Authorized<Scope>('READ_CUSTOMERS')
  @FieldResolver(() => CustomerConnection, {
    description: 'Who was put on a side at the start, for whoever treats them.',
  })
  customers(
    @Root() { id: experiment }: ExperimentRow,
    @Ctx() context: Context,
    @Arg('arm', () => ExperimentArm) arm: Arm,
    @Args(() => CustomersArgs) args: CustomersArgs,
  ): Promise<Connection<Customer>> {
    return listCustomers(context, args, { experimentArm: { experiment, arm } });
  }
}

function filtersIn(design: Design): CustomerFilter[] {
  if (design.kind === 'HOLD_OUT') return [design.filter];
  return design.kind === 'LISTS' ? [design.treated, design.control] : [];
}
