import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { ClientelaError } from '../../../src/errors.ts';
import { openContext, throughAllData } from '../../../src/measure/context.ts';
import { checkDefinition } from '../../../src/measure/cpi/check.ts';
import { cpiClocks, cpiShares, cpiUnits, type SubjectName, subjectNames } from '../../../src/measure/cpi/definition.ts';
import { unsavedCpi } from '../../../src/measure/cpi/list.ts';
import { outcomeRows } from '../../../src/measure/cpi/outcomes.ts';
import { subjects } from '../../../src/measure/cpi/subjects.ts';
import { loadDemo, startApi } from '../../serve/api.ts';

const api = await startApi();
const tenant = await api.tenant('Demo');
beforeAll(() => loadDemo(api.store, tenant, { seed: 4, customers: 60 }));

const allFields = [...new Set(subjectNames.flatMap((name) => Object.keys(subjects[name].fields)))];
const fieldOf = (subject: SubjectName) => fc.constantFrom(...Object.keys(subjects[subject].fields));
/** Conditions whose fields and tests mostly fit. */
const conditionOn = (subject: SubjectName) =>
  fc.letrec((tie) => ({
    one: fieldOf(subject).chain((field) => {
      const { type, words = ['mobile', 'email', "it's; drop table --"] } = subjects[subject].fields[field]!;
      const instants = Object.keys(subjects[subject].fields).filter(
        (name) => subjects[subject].fields[name]!.type === 'INSTANT',
      );
      return {
        TEXT: fc.record({ field: fc.constant(field), in: fc.subarray([...words], { minLength: 1 }) }),
        NUMBER: fc.record({ field: fc.constant(field), gte: fc.constantFrom('-1', '0', '1.5', '2') }),
        FLAG: fc.record({ field: fc.constant(field), is: fc.boolean() }),
        INSTANT: fc.record({ field: fc.constant(field), notAfter: fc.constantFrom(...instants) }),
      }[type] as fc.Arbitrary<object>;
    }),
    known: fc.record({ field: fieldOf(subject), known: fc.boolean() }),
    any: fc.oneof(
      { weight: 4, arbitrary: fc.oneof(tie('one'), tie('known')) },
      { weight: 1, arbitrary: fc.record({ not: tie('any') }) },
      { weight: 1, arbitrary: fc.record({ any: fc.array(tie('any'), { minLength: 1, maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ all: fc.array(tie('any'), { minLength: 1, maxLength: 3 }) }) },
    ),
  })).any as fc.Arbitrary<object>;

const instantOf = (subject: SubjectName) =>
  fc.constantFrom(
    ...Object.entries(subjects[subject].fields).flatMap(([name, { type }]) => (type === 'INSTANT' ? [name] : [])),
  );
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const definition = fc.constantFrom(...subjectNames).chain((subject) => {
  const limits = { CALENDAR: ['PT0S', 'PT4H', 'P7D'], BUSINESS: ['PT30M', 'PT16H'], DAYS: ['P0D', 'P2D'] } as const;
  const pauses = subject === 'REQUEST' ? [['PENDING'], ['OPEN', 'SOLVED'], undefined] : [undefined];
  const within = fc.constantFrom(...cpiClocks).chain((clock) =>
    fc.record({
      limit: fc.constantFrom(...limits[clock]),
      from: instantOf(subject),
      to: instantOf(subject),
      clock: fc.constant(clock),
      pausedIn: clock === 'DAYS' ? fc.constant(undefined) : fc.constantFrom(...pauses),
    }),
  );
  const success = fc.oneof(
    fc.record({ within, where: maybe(conditionOn(subject)) }),
    fc.record({ where: conditionOn(subject), decidedBy: maybe(instantOf(subject)) }),
  );
  return fc.record({
    key: fc.constant('fuzz'),
    name: fc.string({ minLength: 1, maxLength: 20 }).map((text) => `a${text}`),
    area: fc.constant('OTHER'),
    question: fc.constant('?'),
    subject: fc.constant(subject),
    where: maybe(conditionOn(subject)),
    customers: maybe(fc.constantFrom({ country: ['IT'] }, { orders: { gte: 2 } }, { stage: ['LOYAL'] })),
    success,
    exclude: maybe(
      fc.array(
        fc.record({
          reason: fc.string({ maxLength: 30 }).map((text) => `a${text}`),
          where: conditionOn(subject),
          from: maybe(instantOf(subject)),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    ),
    unit: fc.constantFrom(...cpiUnits),
    datedBy: maybe(instantOf(subject)),
    shows: fc.constantFrom(...cpiShares),
    minimumSample: fc.constantFrom(1, 30),
  });
});
/** The same with something put where it does not belong. */
const mutated = fc
  .tuple(
    definition,
    fc.nat(),
    fc.oneof(fc.constantFrom<unknown>(...allFields, null, -1, '', [], {}, 'P-1D'), fc.anything()),
  )
  .map(([whole, place, value]) => {
    const copy = structuredClone(whole) as object;
    const places: [object, string][] = [];
    const visit = (part: unknown): void => {
      if (typeof part !== 'object' || part === null) return;
      for (const [name, inner] of Object.entries(part)) {
        places.push([part, name]);
        visit(inner);
      }
    };
    visit(copy);
    const [owner, name] = places[place % places.length]!;
    Object.assign(owner, { [name]: value });
    return copy;
  });

it(
  'a thousand definitions are refused with a place, or give rows of the right types',
  { timeout: 120_000 },
  async () => {
    const context = throughAllData(await openContext(api.store.em(), tenant.workspaceId));
    let [asked, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 3, arbitrary: definition }, { weight: 1, arbitrary: mutated }),
        async (written) => {
          let checked;
          try {
            checked = checkDefinition(written);
          } catch (error) {
            if (!(error instanceof ClientelaError) || error.code !== 'BAD_INPUT' || !error.field) throw error;
            refused++;
            return;
          }
          asked++;
          const cpi = unsavedCpi(checked);
          const { rows } = await sql<{ wrong: number }>`
        select count(*) filter (where not (f.subject_id is not null and f.day is not null
          and f.state in ('MET', 'BREACHED', 'PENDING', 'EXCLUDED') and (f.state = 'EXCLUDED') = (f.reason is not null)
          and (f.state in ('PENDING', 'EXCLUDED')) = (f.decided_at is null)))::int as wrong
        from (select subject_id::uuid, customer_id::uuid, order_id::uuid, source_id::uuid, stream::text, day::date,
          due_at::timestamptz, state::text, reason::text, decided_at::timestamptz
          from (${await outcomeRows(context, cpi)}) r) f`.execute(context.em.getKysely());
          expect(rows).toEqual([{ wrong: 0 }]);
        },
      ),
      { numRuns: 1000, seed: 7 },
    );
    expect(asked).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(200);
  },
);
