import { Arg, Args, Authorized, Ctx, FieldResolver, ObjectType, Query, Resolver, Root, Field } from 'type-graphql';
import { exportCpis } from '../measure/cpi/exchange.ts';
import { readCpi } from '../measure/cpi/index.ts';
import { type Cpi as Row, listCpis, unsavedCpi } from '../measure/cpi/list.ts';
import type { CpiState as State } from '../measure/cpi/states.ts';
import { describeCpi } from '../measure/cpi/words.ts';
import { fail } from '../errors.ts';
import type { Scope } from '../model/api-key.ts';
import type { Connection } from './connection.ts';
import type { Context } from './context.ts';
import { toQuestion } from './cpi.ts';
import { CpiDefinitionInput, toDefinition } from './cpi-input.ts';
import { type CpiOutcome, CpiOutcomeConnection, CpiState, listPromises } from './cpi-outcome.ts';
import { CpiReading, asReading } from './cpi-reading.ts';
import { figureCost } from './limits.ts';
import { PageArgs } from './page.ts';
import { PeriodInput } from './period.ts';
import { readOnce } from './provenance.ts';

@ObjectType({ description: 'What a definition would say, before it is saved.' })
export class CpiPreview {
  @Field(() => String, { description: 'How it is worked out, in words.', simple: true })
  formula!: string;

  cpi!: Row;
  period!: PeriodInput;
}

@Resolver(() => CpiPreview)
export class CpiPreviewResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => CpiPreview, { nullable: true, description: 'A definition, tried on the real data without saving it.' })
  cpiPreview(
    @Ctx() context: Context,
    @Arg('definition', () => CpiDefinitionInput) input: CpiDefinitionInput,
    @Arg('period', () => PeriodInput) period: PeriodInput,
  ): CpiPreview {
    const definition = toDefinition(context, input);
    return { formula: describeCpi(definition), cpi: unsavedCpi(definition), period };
  }

  @FieldResolver(() => CpiReading, { complexity: figureCost })
  async reading(@Root() { cpi, period }: CpiPreview, @Ctx() context: Context): Promise<CpiReading> {
    const { total, provenance } = await readCpi(await context.measure(), cpi, await toQuestion(context, period, null));
    return asReading(total, readOnce(provenance));
  }

  @Authorized<Scope>('READ_CUSTOMERS')
  @FieldResolver(() => CpiOutcomeConnection, { nullable: true, description: 'The promises behind the reading.' })
  subjects(
    @Root() { cpi, period }: CpiPreview,
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('state', () => CpiState, { nullable: true, description: 'All unless told.' }) state: State | null,
  ): Promise<Connection<CpiOutcome>> {
    return listPromises(context, cpi, { args, period, state, filter: null });
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => String, {
    nullable: true,
    description: 'Definitions as a YAML document, which `importCpis` reads: those of the workspace, or those named.',
  })
  async cpiExport(
    @Ctx() context: Context,
    @Arg('keys', () => [String], { nullable: true }) keys: string[] | null,
  ): Promise<string> {
    const cpis = await listCpis(await context.measure());
    if (!keys) return exportCpis(cpis.filter(({ builtIn }) => !builtIn));
    const chosen = keys.map((key, index) => {
      const found = cpis.find(({ definition }) => definition.key === key);
      return found ?? fail('BAD_INPUT', { field: `keys.${index}`, reason: `is "${key}", and there is no such CPI` });
    });
    return exportCpis(chosen);
  }
}
