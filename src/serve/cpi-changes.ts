import { Arg, Authorized, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { expected } from '../errors.ts';
import { importCpis, readCpis } from '../measure/cpi/exchange.ts';
import { type Cpi as Row, findCpi } from '../measure/cpi/list.ts';
import { archiveCpi, changeCpi, defineCpi } from '../measure/cpi/save.ts';
import { resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { Cpi } from './cpi.ts';
import { CpiDefinitionInput, toDefinition } from './cpi-input.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { DateScalar } from './scalars.ts';
import { UserError, asUserErrors } from './user-error.ts';

const CpiChange = enumType('CpiChange', 'What an import does with a definition.', ['NEW', 'CHANGED', 'SAME']);

const allDays = 'For all days, so that history is told by it too.';
const fromDay =
  'From this day on; the day after the last one of the data unless told, so that history stays what it was.';

@InputType()
export class UpdateCpiInput {
  @Field(() => ID)
  id!: string;

  @Field(() => CpiDefinitionInput, { description: 'The whole definition; its key and subject stay.' })
  definition!: CpiDefinitionInput;

  @Field(() => DateScalar, { nullable: true, description: fromDay })
  from?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: allDays })
  allHistory!: boolean;
}

@InputType()
export class ImportCpisInput {
  @Field(() => String, { description: 'A document as `cpiExport` gives it.' })
  yaml!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Only tells what would be done.' })
  dryRun!: boolean;

  @Field(() => DateScalar, { nullable: true, description: `Changes hold from this day on. ${fromDay}` })
  from?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: `Changes hold ${allDays.toLowerCase()}` })
  allHistory!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class CpiPayload {
  @Field(() => Cpi, { nullable: true, description: 'Null where there are errors.' })
  cpi?: Row | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ description: 'What an import does with one definition.', simpleResolvers: true })
export class ImportedCpi {
  @Field(() => String)
  key!: string;

  @Field(() => CpiChange)
  change!: string;
}

@ObjectType({ simpleResolvers: true })
export class ImportCpisPayload {
  @Field(() => [ImportedCpi], { nullable: true, description: 'Null where there are errors: then nothing was done.' })
  imported?: ImportedCpi[] | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class CpiMutations {
  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => CpiPayload, {
    description: 'Defines a CPI. Its history is worked out in the background; asked for before that, when asked.',
  })
  defineCpi(@Ctx() context: Context, @Arg('input', () => CpiDefinitionInput) input: CpiDefinitionInput) {
    return asUserErrors(async (): Promise<CpiPayload> => {
      const measure = await context.measure();
      const id = await defineCpi(measure, toDefinition(context, input));
      return { cpi: await findCpi(measure, id), userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => CpiPayload, {
    description: 'Makes a new version of a CPI; earlier days keep the version that held on them.',
  })
  updateCpi(@Ctx() context: Context, @Arg('input', () => UpdateCpiInput) input: UpdateCpiInput) {
    return asUserErrors(async (): Promise<CpiPayload> => {
      const cpi = await ownCpi(context, input.id);
      const measure = await context.measure();
      await changeCpi(measure, cpi, toDefinition(context, input.definition), sinceOf(input));
      return { cpi: await findCpi(measure, cpi.id), userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => CpiPayload, { description: 'Takes a CPI off the list. By its id it can still be asked for.' })
  archiveCpi(@Ctx() context: Context, @Arg('id', () => ID) id: string) {
    return asUserErrors(async (): Promise<CpiPayload> => {
      const cpi = await ownCpi(context, id);
      await archiveCpi(await context.measure(), cpi.id);
      return { cpi, userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => ImportCpisPayload, { description: 'Defines and changes the CPIs of a YAML document, all or none.' })
  importCpis(@Ctx() context: Context, @Arg('input', () => ImportCpisInput) input: ImportCpisInput) {
    return asUserErrors(async (): Promise<ImportCpisPayload> => {
      const measure = await context.measure();
      const { dryRun } = input;
      const imported = await importCpis(measure, readCpis(input.yaml), { dryRun, since: sinceOf(input) });
      return { imported, userErrors: [] };
    });
  }
}

/** Null for all days, undefined for the default. Throws BAD_INPUT where both are given, or the day is none. */
function sinceOf({ from, allHistory }: { from?: string | null; allHistory: boolean }): string | null | undefined {
  if (allHistory && from != null)
    throw expected('BAD_INPUT', { field: 'from', reason: 'cannot be given together with allHistory' });
  if (allHistory) return null;
  return from == null ? undefined : resolvePeriod({ between: { from, to: from } }, from, 'from').from;
}

/** Throws BAD_INPUT where the id names no CPI, or a ready-made one. */
async function ownCpi(context: Context, globalId: string): Promise<Row> {
  const cpi = await findCpi(await context.measure(), idOf('Cpi', globalId, 'id'));
  if (!cpi) throw unknownId('Cpi', globalId, 'id');
  if (cpi.builtIn)
    throw expected('BAD_INPUT', {
      field: 'id',
      reason: 'names a ready-made CPI, which stays; define a copy under another key',
    });
  return cpi;
}
