import { ArgsType, Field } from 'type-graphql';
import { fail } from '../errors.ts';
import type { AttributionChoice, AttributionModel as Model, AttributionReach } from '../measure/attribution/credits.ts';
import type { MeasureContext } from '../measure/context.ts';
import { durationDays } from '../measure/period.ts';
import { AttributionModel } from './attribution-model.ts';
import { DurationScalar } from './scalars.ts';

@ArgsType()
export class ReachArgs {
  @Field(() => DurationScalar, {
    nullable: true,
    description: 'How long before an order a touch counts; P30D unless told.',
  })
  lookBack?: string | null;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'The same for ads that were only seen; unless told they do not count.',
  })
  viewLookBack?: string | null;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'After so long a touch weighs half, in TIME_DECAY; P7D unless told.',
  })
  halfLife?: string | null;
}

@ArgsType()
export class AttributionArgs extends ReachArgs {
  @Field(() => AttributionModel, { nullable: true, description: "The workspace's unless told." })
  model?: Model | null;
}

const mostDays = 730;

/** Throws BAD_INPUT naming the argument that is out of its range. */
export function toReach({ asOf }: MeasureContext, args: ReachArgs): AttributionReach {
  const days = (field: keyof ReachArgs, least: number): number | undefined => {
    const given = args[field];
    if (given == null) return undefined;
    const count = durationDays(given, asOf, field);
    if (count >= least && count <= mostDays) return count;
    return fail('BAD_INPUT', { field, reason: `is ${count} days; give ${least} to ${mostDays}` });
  };
  const [viewDays, halfLifeDays] = [days('viewLookBack', 0), days('halfLife', 1)];
  return {
    lookBackDays: days('lookBack', 1) ?? 30,
    ...(viewDays !== undefined && { viewDays }),
    ...(halfLifeDays !== undefined && { halfLifeDays }),
  };
}

/** One model, the workspace's where none is told. */
export const toChoice = (measure: MeasureContext, args: AttributionArgs): AttributionChoice => ({
  model: args.model ?? (measure.workspace.attributionModel as Model),
  ...toReach(measure, args),
});
