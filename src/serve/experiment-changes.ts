import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Arg, Authorized, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import {
  checkDesign,
  type Experiment as ExperimentOf,
  findExperiment,
  forgetDraft,
  startExperiment,
  stateOf,
  stopExperiment,
} from '../measure/experiments/list.ts';
import type { Scope } from '../model/api-key.ts';
import { Experiment as ExperimentRow } from '../model/experiment.ts';
import { loadCampaign } from './campaign.ts';
import { loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { CreateExperimentInput, ExperimentIdInput, toDesign } from './experiment-input.ts';
import { Experiment, experimentNamed } from './experiment.ts';
import { idOf, unknownId } from './global-id.ts';
import { UserError, asUserErrors, checkText, userError } from './user-error.ts';

@ObjectType({ simpleResolvers: true })
export class ExperimentPayload {
  @Field(() => Experiment, { nullable: true, description: 'Null where there are errors.' })
  experiment?: ExperimentOf | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class DeleteExperimentPayload {
  @Field(() => ID, { nullable: true, description: 'Null where there are errors.' })
  deletedExperimentId?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class ExperimentMutations {
  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => ExperimentPayload, {
    description: 'Writes an experiment down as a draft. `experimentPlan` tells beforehand what it could find.',
  })
  createExperiment(@Ctx() context: Context, @Arg('input', () => CreateExperimentInput) input: CreateExperimentInput) {
    return asUserErrors(async (): Promise<ExperimentPayload> => {
      const { outcome, startsOn, endsOn, winsoriseAt = null, cost = null } = input;
      const [name, hypothesis] = [input.name.trim(), input.hypothesis.trim()];
      const userErrors = [...checkText(name, 'name'), ...checkText(hypothesis, 'hypothesis')];
      const taken = await context.count(
        sql`experiments where workspace_id = ${context.workspaceId} and name = ${name}`,
      );
      if (taken > 0) userErrors.push(userError('TAKEN', 'name', `There is an experiment named "${name}" already.`));
      if (startsOn > endsOn) userErrors.push(userError('INVALID', 'endsOn', 'endsOn is before startsOn.'));
      if (cost !== null && Number(cost) < 0) userErrors.push(userError('INVALID', 'cost', 'cost is below zero.'));
      if (userErrors.length > 0) return { userErrors };
      const measure = await context.measure();
      const design = toDesign(context, input.design);
      await checkDesign(measure, { design, days: { from: startsOn, to: endsOn }, outcome, winsoriseAt });
      const id = randomUUID();
      await context.em.insert(ExperimentRow, {
        workspaceId: context.workspaceId,
        id,
        name,
        hypothesis,
        outcome,
        design,
        startsOn,
        endsOn,
        winsoriseAt,
        channelId: await known(context, 'Channel', input.channel),
        campaignId: await known(context, 'Campaign', input.campaign),
        cost,
        createdAt: new Date(),
      });
      return { experiment: await findExperiment(measure, id), userErrors };
    });
  }

  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => ExperimentPayload, {
    description:
      'Starts a draft. Customers are divided as they were at the end of the day before its first, and nobody changes sides after.',
  })
  startExperiment(@Ctx() context: Context, @Arg('input', () => ExperimentIdInput) { id }: ExperimentIdInput) {
    return asUserErrors(async (): Promise<ExperimentPayload> => {
      const experiment = await experimentNamed(context, id, 'id');
      const measure = await context.measure();
      if (experiment.startedAt) return conflict(experiment.name, 'was started already');
      await startExperiment(measure, experiment);
      return changed(context, experiment.id);
    });
  }

  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => ExperimentPayload, {
    description: 'Ends a running experiment before its last day: today is its last.',
  })
  stopExperiment(@Ctx() context: Context, @Arg('input', () => ExperimentIdInput) { id }: ExperimentIdInput) {
    return asUserErrors(async (): Promise<ExperimentPayload> => {
      const experiment = await experimentNamed(context, id, 'id');
      const measure = await context.measure();
      const state = stateOf(measure, experiment);
      if (state !== 'RUNNING') return conflict(experiment.name, state === 'DRAFT' ? 'was never started' : 'is over');
      await stopExperiment(measure, experiment);
      return changed(context, experiment.id);
    });
  }

  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => DeleteExperimentPayload, {
    description:
      'Forgets a draft. What was started is kept, whatever came of it: else only what pleases would be left.',
  })
  deleteExperiment(@Ctx() context: Context, @Arg('input', () => ExperimentIdInput) { id }: ExperimentIdInput) {
    return asUserErrors(async (): Promise<DeleteExperimentPayload> => {
      const experiment = await experimentNamed(context, id, 'id');
      const forgotten = await forgetDraft(await context.measure(), experiment.id);
      if (!forgotten) return conflict(experiment.name, 'was started, and is kept. Stop it instead');
      return { deletedExperimentId: id, userErrors: [] };
    });
  }
}

const conflict = (name: string, why: string) => ({ userErrors: [userError('CONFLICT', 'id', `"${name}" ${why}.`)] });

async function changed(context: Context, id: string): Promise<ExperimentPayload> {
  context.forget();
  return { experiment: await findExperiment(await context.measure(), id), userErrors: [] };
}

const load = { Channel: loadChannel, Campaign: loadCampaign };

/** The id of what is tested, null where nothing is named. Throws BAD_INPUT where it is none of the workspace. */
async function known(context: Context, type: keyof typeof load, named?: string | null): Promise<string | null> {
  if (named == null) return null;
  const field = type.toLowerCase();
  const id = idOf(type, named, field);
  if (!(await load[type](context, id))) throw unknownId(type, named, field);
  return id;
}
