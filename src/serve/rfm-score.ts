import { Arg, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { rfmProvenance, rfmScores } from '../measure/rfm/index.ts';
import type { Context } from './context.ts';
import { RfmGroup } from './customer-filter.ts';
import { Customer } from './customer.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({
  description:
    'How recently, how often and for how much a customer bought, each scored 1 to 5, and the group of the three.',
  implements: Computed,
  simpleResolvers: true,
})
export class RfmScore extends Computed {
  @Field(() => Int, { description: '5 is the most recent.' })
  recency!: number;

  @Field(() => Int, { description: '5 is the most frequent.' })
  frequency!: number;

  @Field(() => Int, { description: '5 is the most valuable.' })
  monetary!: number;

  @Field(() => RfmGroup)
  group!: string;
}

@Resolver(() => Customer)
export class CustomerRfm {
  @FieldResolver(() => RfmScore, { nullable: true, description: 'Null before the first purchase.' })
  rfm(
    @Root() customer: Customer,
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<RfmScore | null> {
    return context.batch(`rfm as of ${asOf}`, customer.id, async (ids) => {
      const measure = await context.measure(asOf ?? undefined);
      const provenance = readOnce(() => rfmProvenance(measure));
      const scores = await rfmScores(measure, ids);
      return new Map([...scores].map(([id, score]) => [id, { ...score, provenance }]));
    });
  }
}
