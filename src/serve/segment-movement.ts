import { sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { fail } from '../errors.ts';
import { type MeasureContext, onDay } from '../measure/context.ts';
import {
  type Grain as GrainName,
  type PeriodInput as PeriodGiven,
  addDays,
  buckets,
  resolvePeriod,
} from '../measure/period.ts';
import { recallRows } from '../measure/recall.ts';
import { type SegmentDefinition, filterOf, inWords } from '../measure/segments/index.ts';
import {
  type SegmentMove as Move,
  conditionsOf,
  countMoves,
  movementProvenance,
  movesBetween,
  segmentDays,
  segmentMoves,
} from '../measure/segments/movement.ts';
import type { Scope } from '../model/api-key.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { Customer, loadCustomer } from './customer.ts';
import { enumType } from './enum-type.ts';
import { figureCost } from './limits.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { Grain, PeriodInput } from './period.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';
import { Segment, guard } from './segment.ts';

/** How many points a course over time may have: each asks the segment of all customers on another day. */
const mostPoints = 31;

const SegmentMove = enumType('SegmentMove', 'What a customer did, seen from a segment.', segmentMoves);

@ObjectType({ description: 'A condition of a segment that turned.', simpleResolvers: true })
export class ConditionTurn {
  @Field(() => String, { description: 'In words.' })
  condition!: string;

  @Field(() => Boolean, { nullable: true, description: 'At the beginning. Null where the customer was not known yet.' })
  held!: boolean | null;

  @Field(() => Boolean, { description: 'At the end.' })
  holds!: boolean;
}

@ObjectType({ description: 'A customer who entered a segment, left it or stayed, and why.', simpleResolvers: true })
export class MovedCustomer {
  @Field(() => Customer)
  customer!: Customer;

  @Field(() => [ConditionTurn], { description: 'What turned in between. Of a list it is the hand that chose.' })
  reasons!: ConditionTurn[];
}

const MovedCustomerConnection = connectionType('MovedCustomer', () => MovedCustomer);

@ObjectType({
  description:
    'Who entered and left a segment in a period, from the end of the day before it to the end of its last day.',
  implements: Computed,
  simpleResolvers: true,
})
export class SegmentMovement extends Computed {
  @Field(() => Int)
  entered!: number;

  @Field(() => Int)
  left!: number;

  @Field(() => Int)
  stayed!: number;

  segment!: SegmentDefinition;
  before!: MeasureContext;
  after!: MeasureContext;
}

@ObjectType({ description: 'A segment at the end of a unit of time.', simpleResolvers: true })
export class SegmentPoint {
  @Field(() => DateScalar, { description: 'The first day of the unit.' })
  period!: string;

  @Field(() => Int)
  size!: number;

  @Field(() => Int, { description: 'Since the end of the unit before.' })
  entered!: number;

  @Field(() => Int)
  left!: number;

  @Field(() => Boolean, { description: 'False while the unit is running.' })
  complete!: boolean;
}

interface MovedRow extends PagedRow {
  held: boolean[] | null;
  holds: boolean[];
}

@Resolver(() => Segment)
export class SegmentMovementOfSegment {
  @FieldResolver(() => SegmentMovement, {
    complexity: 2 * figureCost,
    description: 'Who entered and left in a period.',
  })
  async movement(
    @Root() segment: SegmentDefinition,
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) input: PeriodInput,
  ): Promise<SegmentMovement> {
    const measure = await context.measure();
    const { from, to } = resolvePeriod(input as PeriodGiven, measure.asOf);
    const [before, after] = [onDay(measure, addDays(from, -1)), onDay(measure, to)];
    const { ENTERED, LEFT, STAYED } = await countMoves(before, after, segment);
    const provenance = readOnce(() => movementProvenance(after));
    return { entered: ENTERED, left: LEFT, stayed: STAYED, segment, before, after, provenance };
  }

  @FieldResolver(() => [SegmentPoint], {
    complexity: 10 * figureCost,
    description: `Its size over time, and who came and went: at most ${mostPoints} points, none ahead of the data.`,
  })
  async course(
    @Root() segment: SegmentDefinition,
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) input: PeriodInput,
    @Arg('grain', () => Grain) grain: GrainName,
  ): Promise<SegmentPoint[]> {
    const measure = await context.measure();
    const period = resolvePeriod(input as PeriodGiven, measure.asOf);
    const units = buckets(period, grain, measure.completeThrough).filter(({ days }) => days.from <= measure.asOf);
    if (units.length > mostPoints)
      fail('BAD_INPUT', { field: 'grain', reason: `${grain} cuts the period into more than ${mostPoints} points` });
    if (units.length === 0) return [];
    const ends = [addDays(units[0]!.days.from, -1), ...units.map(({ days }) => days.to)];
    const points = await segmentDays(
      ends.map((day) => onDay(measure, day < measure.asOf ? day : measure.asOf)),
      segment,
    );
    return units.map(({ start, complete }, index) => ({ period: start, complete, ...points[index]! }));
  }
}

@Resolver(() => SegmentMovement)
export class SegmentMovementResolver {
  @Authorized<Scope>('READ_CUSTOMERS')
  @FieldResolver(() => MovedCustomerConnection, { complexity: 2 * figureCost })
  async customers(
    @Root() { segment, before, after }: SegmentMovement,
    @Ctx() context: Context,
    @Arg('move', () => SegmentMove) move: Move,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<MovedCustomer>> {
    guard(context, segment, 'movement');
    const id = sql`m.customer_id`;
    const page = pageOf(args, { name: `customers ${move}`, value: sql`${id}::text`, type: 'text', id });
    const from = sql`(${await movesBetween(before, after, segment)}) m where m.move = ${move}`;
    const rows = await recallRows(
      after,
      sql<MovedRow>`
      select m.customer_id as id, ${page.sortValue} as "sortValue", m.held, m.holds from ${from} and ${page.where}
      order by ${page.orderBy} limit ${page.limit}`,
    );
    const { edges, pageInfo, totalCount } = page.connection([...rows], async () => {
      const [all] = await recallRows(after, sql<{ count: number }>`select count(*)::int as count from ${from}`);
      return all!.count;
    });
    const conditions = await inWords(after, conditionsOf(filterOf(segment)));
    const moved = await Promise.all(
      edges.map(async ({ cursor, node }) => ({
        cursor,
        node: { customer: (await loadCustomer(context, node.id))!, reasons: turns(conditions, node) },
      })),
    );
    return { edges: moved, nodes: moved.map(({ node }) => node), pageInfo, totalCount };
  }
}

/** The conditions that turned; of a customer who was not known before, those that hold. */
function turns(conditions: readonly string[], { held, holds }: MovedRow): ConditionTurn[] {
  return conditions.flatMap((condition, index) => {
    const [before, after] = [held?.[index] ?? null, holds[index]!];
    const turned = before === null ? after : before !== after;
    return turned ? [{ condition, held: before, holds: after }] : [];
  });
}
