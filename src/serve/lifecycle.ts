import { Arg, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { lifecycleProvenance, lifecycles } from '../measure/lifecycle/index.ts';
import type { Context } from './context.ts';
import { LifecycleStage } from './customer-filter.ts';
import { Customer } from './customer.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({ description: 'One step from a stage to the next.', simpleResolvers: true })
export class StageChange {
  @Field(() => LifecycleStage)
  stage!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day it began. Null where nobody knows.' })
  day!: string | null;
}

@ObjectType({
  description: 'The stage a customer is in, and the way it came.',
  implements: Computed,
  simpleResolvers: true,
})
export class Lifecycle extends Computed {
  @Field(() => LifecycleStage)
  stage!: string;

  @Field(() => DateScalar, { nullable: true })
  since!: string | null;

  @Field(() => [StageChange], { description: 'Oldest first, ending with the present stage.' })
  history!: StageChange[];
}

@Resolver(() => Customer)
export class CustomerLifecycle {
  @FieldResolver(() => Lifecycle, { nullable: true })
  lifecycle(
    @Root() customer: Customer,
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<Lifecycle | null> {
    return context.batch(`life cycle as of ${asOf}`, customer.id, async (ids) => {
      const measure = await context.measure(asOf ?? undefined);
      const provenance = readOnce(() => lifecycleProvenance(measure));
      const found = await lifecycles(measure, ids);
      return new Map([...found].map(([id, lifecycle]) => [id, { ...lifecycle, provenance }]));
    });
  }
}
