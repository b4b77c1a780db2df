import { type RawBuilder, sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { AlertGrain } from '../measure/alerts/course.ts';
import {
  type Insight as InsightFound,
  type InsightKind as Kind,
  insightKinds,
  severities,
  type Severity,
} from '../measure/alerts/insight.ts';
import { listCpis } from '../measure/cpi/list.ts';
import { metrics } from '../measure/measure.ts';
import type { Metric as MetricTold } from '../measure/metric.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { Cpi } from './cpi.ts';
import { enumType } from './enum-type.ts';
import { Metric } from './metric.ts';
import { Node } from './node.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { Grain, PeriodInput } from './period.ts';
import { Computed } from './provenance.ts';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.ts';

export const InsightKind = enumType('InsightKind', 'What was found.', insightKinds, {
  TARGET_MISSED: 'A CPI misses its target by more than chance.',
  TARGET_MET: 'A CPI meets the target again that it missed.',
  UNUSUALLY_HIGH: 'More than is usual.',
  UNUSUALLY_LOW: 'Less than is usual.',
});
export const InsightSeverity = enumType('InsightSeverity', 'How much an insight matters.', severities, {
  OPPORTUNITY: 'Something went unusually well.',
  CRITICAL: 'A target is missed by ten percentage points or more.',
});

@ObjectType({ description: 'A number behind an insight.', simpleResolvers: true })
export class InsightFigure {
  @Field(() => String)
  name!: string;

  @Field(() => DecimalScalar)
  value!: string;
}

@ObjectType({
  description: 'Something worth knowing that was found in the data. It stays as it was found, whatever is read later.',
  implements: [Node, Computed],
  simpleResolvers: true,
})
export class Insight extends Node {
  @Field(() => InsightKind)
  kind!: Kind;

  @Field(() => InsightSeverity)
  severity!: Severity;

  @Field(() => String)
  title!: string;

  @Field(() => String, { description: 'What it rests on, in a few sentences.' })
  body!: string;

  @Field(() => Grain, { description: 'The calendar unit that it is about.' })
  grain!: AlertGrain;

  @Field(() => DateScalar)
  firstDay!: string;

  @Field(() => DateScalar)
  lastDay!: string;

  @Field(() => [InsightFigure])
  figures!: InsightFigure[];

  @Field(() => DateTimeScalar)
  foundAt!: Date;

  subject!: InsightFound['subject'];
  key!: string;
}

const InsightConnection = connectionType('Insight', () => Insight);
const columns = sql`i.id, i.rule_id as "ruleId", i.kind, i.subject, i.key, i.name, i.severity, i.grain,
  i.first_day as "firstDay", i.last_day as "lastDay", i.title, i.body, i.figures, i.provenance, i.found_at as "foundAt"`;

/** What was found, by id, null where the workspace has none such. */
export const loadInsight = (context: Context, id: string): Promise<InsightFound | null> =>
  context.batch('insight', id, async (ids) => {
    const rows = await readInsights(context, sql`i.id = any(${ids}::uuid[])`);
    return new Map(rows.map((row) => [row.id, row]));
  });

async function readInsights<Row extends InsightFound>(
  context: Context,
  where: RawBuilder<unknown>,
  { also = sql``, rest = sql`` }: { also?: RawBuilder<unknown>; rest?: RawBuilder<unknown> } = {},
): Promise<Row[]> {
  const rows = await context.rows(sql<Row>`
    select ${columns}${also} from insights i where i.workspace_id = ${context.workspaceId} and ${where} ${rest}`);
  return rows.map((row) => ({ ...row, provenance: withDates(row.provenance) }));
}

/** Instants are text in JSON. */
const withDates = ({ computedAt, dataThrough, ...rest }: InsightFound['provenance']): InsightFound['provenance'] => ({
  ...rest,
  computedAt: new Date(computedAt),
  dataThrough: dataThrough && new Date(dataThrough),
});

const latestFirst = {
  name: 'insights',
  value: sql`i.last_day::text`,
  type: 'text' as const,
  id: sql`i.id`,
  descending: true,
};

/** The latest insights of these severities. */
export const latestInsights = (context: Context, first: number, severity: Severity[] | null): Promise<InsightFound[]> =>
  readInsights(context, ofSeverity(severity), {
    rest: sql`order by i.last_day desc, i.found_at desc, i.id limit ${first}`,
  });

const ofSeverity = (severity: Severity[] | null) => (severity ? sql`i.severity = any(${severity}::text[])` : sql`true`);

@Resolver(() => Insight)
export class InsightResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => InsightConnection, {
    nullable: true,
    description: 'What was found worth knowing, the latest days first. Looked for whenever something new was read.',
  })
  async insights(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('severity', () => [InsightSeverity], { nullable: true }) severity: Severity[] | null,
    @Arg('period', () => PeriodInput, { nullable: true, description: 'About days that end in it.' })
    period: PeriodInput | null,
    @Arg('key', () => String, { nullable: true, description: 'About the CPI or the metric of this key.' })
    key: string | null,
  ): Promise<Connection<InsightFound & PagedRow>> {
    const page = pageOf(args, latestFirst);
    const days = period && resolvePeriod(period as PeriodGiven, (await context.measure()).through);
    const chosen = sql`${ofSeverity(severity)} and ${key == null ? sql`true` : sql`i.key = ${key}`} and
      ${days ? sql`i.last_day between ${days.from}::date and ${days.to}::date` : sql`true`}`;
    const rows = await readInsights<InsightFound & PagedRow>(context, sql`${chosen} and ${page.where}`, {
      also: sql`, ${page.sortValue} as "sortValue"`,
      rest: sql`order by ${page.orderBy} limit ${page.limit}`,
    });
    return page.connection(rows, () =>
      context.count(sql`insights i where i.workspace_id = ${context.workspaceId} and ${chosen}`),
    );
  }

  @FieldResolver(() => Cpi, { nullable: true, description: 'The CPI that it is about. Null where it is gone.' })
  async cpi(@Root() { subject, key }: Insight, @Ctx() context: Context): Promise<unknown> {
    if (subject !== 'CPI') return null;
    return (await listCpis(await context.measure())).find(({ definition }) => definition.key === key) ?? null;
  }

  @FieldResolver(() => Metric, { nullable: true, description: 'The metric that it is about.' })
  metric(@Root() { subject, key }: Insight): MetricTold | null {
    return subject === 'METRIC' ? (metrics.find((metric) => metric.key === key) ?? null) : null;
  }
}
