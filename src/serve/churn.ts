import { Arg, Authorized, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import {
  churnDefinitions,
  churnedBy,
  churnProvenance,
  type ChurnDefinition as DefinitionName,
  type ChurnReason as Reason,
} from '../measure/churn/definitions.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { figureCost } from './limits.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';

const ChurnDefinition = enumType<DefinitionName>(
  'ChurnDefinition',
  'When a customer counts as churned: without a contract nobody sees it happen.',
  churnDefinitions,
  {
    FIXED_INACTIVITY: 'Silent for as many days as the workspace has set.',
    DATA_DRIVEN: 'Silent for longer than most who come again ever are.',
    OWN_RHYTHM: 'Silent for much longer than is usual for this very customer.',
    PROBABILISTIC: 'The probability never to buy again, by the value model.',
  },
);
const ChurnReason = enumType<Reason>(
  'ChurnReason',
  'Why a definition says nothing.',
  ['TOO_FEW_RETURN', 'TOO_FEW_PURCHASES', 'NOT_IDENTIFIABLE', 'NO_MODEL'],
  {
    TOO_FEW_RETURN: 'Nobody comes again, so that no silence is unusual.',
    TOO_FEW_PURCHASES: 'No customer has bought often enough.',
    NOT_IDENTIFIABLE: 'The history does not tell that customers leave at all.',
    NO_MODEL: 'There were too few customers for a model.',
  },
);

@ObjectType({ description: 'How many customers have churned, as one definition has it.', simpleResolvers: true })
export class ChurnReading {
  @Field(() => ChurnDefinition)
  definition!: string;

  @Field(() => String, { description: 'What it says, with its numbers.' })
  formula!: string;

  @Field(() => Int, { nullable: true, description: 'Null where the days differ from customer to customer.' })
  thresholdDays!: number | null;

  @Field(() => Int, { description: 'Customers whom it can judge.' })
  customers!: number;

  @Field(() => Float, { nullable: true, description: 'For a probability the expected number.' })
  churned!: number | null;

  @Field(() => Float, { nullable: true })
  share!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the 95 % interval.' })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end of the 95 % interval.' })
  high!: number | null;

  @Field(() => ChurnReason, { nullable: true })
  reason!: string | null;
}

@ObjectType({ description: 'Churn by every definition.', implements: Computed, simpleResolvers: true })
export class Churn extends Computed {
  @Field(() => [ChurnReading])
  readings!: ChurnReading[];
}

@Resolver(() => Churn)
export class ChurnResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Churn, {
    nullable: true,
    complexity: figureCost,
    description: 'How many customers have churned on a day, by four definitions side by side.',
  })
  async churn(
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<Churn> {
    const measure = await context.measure(asOf ?? undefined);
    return { readings: await churnedBy(measure), provenance: readOnce(() => churnProvenance(measure)) };
  }
}
