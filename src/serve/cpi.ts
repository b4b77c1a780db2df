import { Arg, Authorized, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { fail } from '../errors.ts';
import { type CpiArea as AreaName, cpiAreas, subjectNames } from '../measure/cpi/definition.ts';
import { dimensionsOf } from '../measure/cpi/dimension.ts';
import { type CpiQuestion, readCpi, readCpiBy } from '../measure/cpi/index.ts';
import { type Cpi as Row, listCpis } from '../measure/cpi/list.ts';
import { targetOn } from '../measure/cpi/reading.ts';
import { describeCpi } from '../measure/cpi/words.ts';
import { type Grain as GrainName, type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { CpiGroup, CpiReading, asGroup, asReading } from './cpi-reading.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { defaultPage, figureCost } from './limits.ts';
import { Node } from './node.ts';
import { checkPageSize } from './page.ts';
import { Grain, PeriodInput } from './period.ts';
import { readOnce } from './provenance.ts';
import { DecimalScalar } from './scalars.ts';

export const CpiArea = enumType('CpiArea', 'The part of the company that a CPI looks at.', cpiAreas);
export const CpiSubjectKind = enumType('CpiSubjectKind', 'What a CPI can be about.', subjectNames);

@ObjectType({
  description: "A Customer Performance Indicator: how well a promise is kept, seen from the customer's side.",
  implements: Node,
  simpleResolvers: true,
})
export class Cpi extends Node {
  @Field(() => Boolean, { description: 'Whether it is ready-made.' })
  builtIn!: boolean;

  @Field(() => String, { description: 'Its key and version, such as "first-response@1".' })
  method!: string;
}

const readingOver = 'Over these customers only.';

/** The CPI of that id or key. Throws BAD_INPUT where there is none, or where not exactly one of the two is given. */
async function cpiNamed(context: Context, id: string | null, key: string | null): Promise<Row> {
  if ((id === null) === (key === null))
    fail('BAD_INPUT', { field: 'id', reason: 'must be given, or else key; not both' });
  const cpis = await listCpis(await context.measure());
  if (id !== null) {
    const wanted = idOf('Cpi', id, 'id');
    const found = cpis.find((cpi) => cpi.id === wanted);
    if (!found) throw unknownId('Cpi', id, 'id');
    return found;
  }
  const found = cpis.find(({ definition }) => definition.key === key);
  const reason = `is "${key}", and there is no such CPI; the query "cpis" lists them`;
  return found ?? fail('BAD_INPUT', { field: 'key', reason });
}

export async function toQuestion(
  context: Context,
  period: PeriodInput,
  filter: CustomerFilterInput | null,
  grain: GrainName | null = null,
): Promise<CpiQuestion> {
  return {
    period: resolvePeriod(period as PeriodGiven, (await context.measure()).through),
    ...(filter && { filter: toFilter(context, filter) }),
    ...(grain && { grain }),
  };
}

@Resolver(() => Cpi)
export class CpiResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Cpi, { nullable: true, description: 'One CPI, by its id or its key.' })
  cpi(
    @Ctx() context: Context,
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('key', () => String, { nullable: true }) key: string | null,
  ): Promise<Row> {
    return cpiNamed(context, id ?? null, key ?? null);
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => [Cpi], { nullable: true, description: 'All CPIs, the ready-made ones first.' })
  async cpis(
    @Ctx() context: Context,
    @Arg('area', () => CpiArea, { nullable: true }) area: AreaName | null,
  ): Promise<Row[]> {
    const cpis = await listCpis(await context.measure());
    return area ? cpis.filter(({ definition }) => definition.area === area) : cpis;
  }

  @FieldResolver(() => String, {
    description: 'By which it is asked for; the same in every workspace for a ready-made one.',
  })
  key(@Root() { definition }: Row): string {
    return definition.key;
  }

  @FieldResolver(() => String)
  name(@Root() { definition }: Row): string {
    return definition.name;
  }

  @FieldResolver(() => CpiArea)
  area(@Root() { definition }: Row): string {
    return definition.area;
  }

  @FieldResolver(() => String, { description: "The promise in the customer's words." })
  question(@Root() { definition }: Row): string {
    return definition.question;
  }

  @FieldResolver(() => CpiSubjectKind)
  subject(@Root() { definition }: Row): string {
    return definition.subject;
  }

  @FieldResolver(() => String, { description: 'How it is worked out, in words made from its definition.' })
  formula(@Root() { definition }: Row): string {
    return describeCpi(definition);
  }

  @FieldResolver(() => Boolean, { description: 'Whether more is better: it shows promises kept, not those broken.' })
  higherIsBetter(@Root() { definition }: Row): boolean {
    return definition.shows === 'KEPT';
  }

  @FieldResolver(() => DecimalScalar, { nullable: true, description: 'That holds on the last day of the data.' })
  async target(@Root() { definition }: Row, @Ctx() context: Context): Promise<string | null> {
    return targetOn(definition, (await context.measure()).through);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Who answers for it.' })
  owner(@Root() { definition }: Row): string | null {
    return definition.owner ?? null;
  }

  @FieldResolver(() => Int, { description: 'Fewest promises decided from which a reading is judged.' })
  minimumSample(@Root() { definition }: Row): number {
    return definition.minimumSample;
  }

  @FieldResolver(() => [String], { description: 'What it can be broken down by.' })
  dimensions(@Root() cpi: Row): string[] {
    return dimensionsOf(cpi);
  }

  @FieldResolver(() => CpiReading, { nullable: true, complexity: figureCost, description: 'What it says of a period.' })
  async reading(
    @Root() cpi: Row,
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('filter', () => CustomerFilterInput, { nullable: true, description: readingOver })
    filter: CustomerFilterInput | null,
  ): Promise<CpiReading> {
    const { total, provenance } = await readCpi(
      await context.measure(),
      cpi,
      await toQuestion(context, period, filter),
    );
    return asReading(total, readOnce(provenance));
  }

  @FieldResolver(() => [CpiReading], {
    complexity: figureCost,
    description: 'One reading a unit of time, gaps included.',
  })
  async history(
    @Root() cpi: Row,
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('grain', () => Grain) grain: GrainName,
    @Arg('filter', () => CustomerFilterInput, { nullable: true, description: readingOver })
    filter: CustomerFilterInput | null,
  ): Promise<CpiReading[]> {
    const question = await toQuestion(context, period, filter, grain);
    const { history, provenance } = await readCpi(await context.measure(), cpi, question);
    const once = readOnce(provenance);
    return history.map((reading) => asReading(reading, once));
  }

  @FieldResolver(() => [CpiGroup], {
    complexity: figureCost,
    description:
      'Its parts by one of `dimensions`, the largest first. Groups by segment overlap, and so do those by product for subjects that are about a whole order.',
  })
  async by(
    @Root() cpi: Row,
    @Ctx() context: Context,
    @Arg('dimension', () => String) dimension: string,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('grain', () => Grain, { nullable: true, description: 'Asks for the course over time of each.' })
    grain: GrainName | null,
    @Arg('filter', () => CustomerFilterInput, { nullable: true, description: readingOver })
    filter: CustomerFilterInput | null,
    @Arg('first', () => Int, { defaultValue: defaultPage }) first: number,
  ): Promise<CpiGroup[]> {
    checkPageSize(first, 'first');
    const question = await toQuestion(context, period, filter, grain);
    const { groups, provenance } = await readCpiBy(await context.measure(), cpi, dimension, question);
    const once = readOnce(provenance);
    return groups.slice(0, first).map((group) => asGroup(group, once));
  }
}
