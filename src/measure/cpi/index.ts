import { type RawBuilder, sql } from 'kysely';
import { type MeasureContext, throughAllData } from '../context.ts';
import { keyInWords } from '../dimension.ts';
import type { CustomerFilter } from '../filter.ts';
import { customersWhere } from '../filter-sql.ts';
import type { NullReason, Provenance } from '../metric.ts';
import { buckets, type Grain, type Period } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { dimensionNamed } from './dimension.ts';
import { type Cpi, versionOn } from './list.ts';
import { missingFields } from './missing.ts';
import { outcomeRows } from './outcomes.ts';
import { type CpiReading, type Place, readingOf } from './reading.ts';
import { subjects } from './subjects.ts';
import { tally } from './tally.ts';
import { calendarsOf, withCalendar } from './with-calendar.ts';
import { describeCpi } from './words.ts';

export interface CpiQuestion {
  period: Period;
  grain?: Grain;
  filter?: CustomerFilter;
}

export interface CpiAnswer {
  total: CpiReading;
  /** One a calendar unit, gaps included; empty without a grain. */
  history: CpiReading[];
  provenance(): Promise<Provenance>;
}

export interface CpiGroup {
  key: string;
  label: string;
  total: CpiReading;
  history: CpiReading[];
}

export interface CpiParts {
  groups: CpiGroup[];
  provenance(): Promise<Provenance>;
}

/** What a CPI says of a period, and of each of its calendar units. */
export async function readCpi(asked: MeasureContext, cpi: Cpi, question: CpiQuestion): Promise<CpiAnswer> {
  const context = throughAllData(asked);
  const places = placesOf(context, question);
  const { absent } = await whyAbsent(context, cpi);
  const customers = question.filter ? await customersWhere(asked, question.filter) : null;
  const counted = await tally(context, cpi, { spans: places.map(({ days }) => days), customers });
  const bySpan = Map.groupBy(counted, ({ span }) => span);
  const readings = places.map((place, span) =>
    readingOf(context, versionOn(cpi, place.days.to).definition, place, bySpan.get(span) ?? [], { absent }),
  );
  return {
    total: readings[0]!,
    history: readings.slice(1),
    provenance: () => provenanceFor(context, cpi, question.period, customers),
  };
}

async function provenanceFor(
  context: MeasureContext,
  cpi: Cpi,
  { from, to }: Period,
  customers: RawBuilder<unknown> | null,
): Promise<Provenance> {
  const { notes } = await whyAbsent(context, cpi);
  const chosen = customers ? sql`f.customer_id in (${customers})` : sql`true`;
  const rows = sql`
    select f.source_id, f.stream from (${await outcomeRows(context, cpi)}) f
    where f.day between ${from}::date and ${to}::date and ${chosen}`;
  return provenanceOf(context, { method: cpi.method, formula: describeCpi(cpi.definition) }, rows, notes);
}

/** What a CPI says of the parts of a period, the most subjects first. Fails with BAD_INPUT for a dimension it has not. */
export async function readCpiBy(
  asked: MeasureContext,
  cpi: Cpi,
  dimension: string,
  question: CpiQuestion,
): Promise<CpiParts> {
  const context = throughAllData(asked);
  const places = placesOf(context, question);
  const { absent } = await whyAbsent(context, cpi);
  const by = dimensionNamed(cpi, dimension);
  const customers = question.filter ? await customersWhere(asked, question.filter) : null;
  const counted = await tally(context, cpi, { spans: places.map(({ days }) => days), by, customers });
  const byKey = Map.groupBy(counted, ({ key }) => key!);
  const groups = [...byKey].map(([key, members]) => {
    const bySpan = Map.groupBy(members, ({ span }) => span);
    const segment = dimension === 'segment' ? key : null;
    const readings = places.map((place, span) =>
      readingOf(context, versionOn(cpi, place.days.to).definition, place, bySpan.get(span) ?? [], { absent, segment }),
    );
    const label = members.find((member) => member.label !== null)?.label ?? keyInWords(key);
    return { key, label, total: readings[0]!, history: readings.slice(1) };
  });
  groups.sort((one, other) => subjectsIn(other) - subjectsIn(one) || (one.key < other.key ? -1 : 1));
  return { groups, provenance: () => provenanceFor(context, cpi, question.period, customers) };
}

const subjectsIn = ({ total: { denominator, pending } }: CpiGroup) => denominator + pending;

/** The whole period first, then its calendar units. */
function placesOf({ completeThrough }: MeasureContext, { period, grain }: CpiQuestion): Place[] {
  const whole = { start: null, days: period, complete: period.to <= completeThrough };
  return [whole, ...(grain ? buckets(period, grain, completeThrough) : [])];
}

async function whyAbsent(context: MeasureContext, cpi: Cpi): Promise<{ absent: NullReason | null; notes: string[] }> {
  const definition = withCalendar(await calendarsOf(context), cpi.definition);
  const missing = await missingFields(context, definition);
  const { description } = subjects[definition.subject];
  if (!missing) return { absent: 'NO_DATA', notes: [`None of these was read that counts. ${description}`] };
  const { within } = definition.success;
  if (within?.clock === 'BUSINESS' && within.calendar === undefined)
    return { absent: 'FIELD_MISSING', notes: ['There is not exactly one calendar of opening hours: name one.'] };
  if (missing.length === 0) return { absent: null, notes: [] };
  return { absent: 'FIELD_MISSING', notes: [`No ${definition.subject} that counts holds ${missing.join(', ')}.`] };
}
