import type { Draft, Json, Payload } from '../../sdk/index.ts';
import { applies, hold } from '../check.ts';
import { faultOf, mapped, sameMapping } from '../mapping-outcome.ts';
import { leavesOf, type Path, replaced, valueAt, without } from '../records/leaves.ts';
import { ofStreams, type Rule } from '../rule.ts';
import { comesFromOutside, recordedSamples, samplesOf } from '../samples.ts';

type Map = (record: Payload) => Draft[];

/** So many records of a stream are taken apart value by value. */
const mostSamples = 3;
const oddities: readonly Json[] = [null, '', 'conformance', -1, 0, true, [], {}];
const digits = '90071992547409931.07';

const mapsPurely = ofStreams(
  23,
  'map is pure and total, money keeps its digits, unknown statuses are kept',
  async (subject, place) => {
    const stream = subject.stream(place);
    const map: Map = (record) => stream.map(record);
    const samples = await samplesOf(subject, place);
    for (const record of samples) {
      const { drafts } = mapped(map, record, 'over a recorded record');
      for (const draft of drafts ?? []) {
        const fault = faultOf(draft);
        hold(fault === null, `${fault}: ${JSON.stringify(draft.data).slice(0, 300)}`);
        hold(stream.entities.includes(draft.type), `map gives a ${draft.type}, which "entities" does not name`);
      }
      holdPure(map, record);
    }
    // What a source makes itself is never odd.
    for (const record of comesFromOutside(subject, place) ? samples.slice(0, mostSamples) : []) {
      holdTotal(map, record);
      holdDigits(map, record);
      holdStatus(map, record);
    }
  },
);

/** The same record gives the same drafts at any time, and stays as it was. */
function holdPure(map: Map, record: Payload): void {
  const frozen = deepFrozen(structuredClone(record));
  const attempt = () => mapped(() => map(frozen), record, 'where the record is frozen: it must not be changed');
  const now = attempt();
  const later = aYearLater(attempt);
  hold(sameMapping(now, later), 'map gives something else a year later: it must look at the record alone');
}

function holdTotal(map: Map, record: Payload): void {
  for (const path of placesOf(record)) {
    const name = path.join('.');
    for (const oddity of oddities)
      mapped(map, replaced(record, path, oddity) as Payload, `where "${name}" is ${JSON.stringify(oddity)}`);
    mapped(map, without(record, path) as Payload, `where "${name}" is missing`);
  }
}

/** An amount that goes through must not have been a float on its way. */
function holdDigits(map: Map, record: Payload): void {
  const before = mapped(map, record, 'over a recorded record').drafts ?? [];
  for (const { path, value } of leavesOf(record)) {
    if (typeof value !== 'string' || !/^-?\d+\.\d+$/.test(value)) continue;
    const after =
      mapped(map, replaced(record, path, digits) as Payload, `where "${path.join('.')}" is ${digits}`).drafts ?? [];
    for (const [index, draft] of before.entries()) {
      for (const [field, said] of Object.entries(draft.data)) {
        const now = (after[index]?.data as Record<string, unknown> | undefined)?.[field];
        const through = typeof said === 'string' && /^-?\d+(\.\d+)?$/.test(said) && Number(said) === Number(value);
        if (!through || now === said || typeof now !== 'string') continue;
        hold(
          now === digits,
          `"${path.join('.')}" of ${digits} becomes ${field} ${now}: reckon with Exact, or take decimalAt`,
        );
      }
    }
  }
}

/** A status that the vendor adds one day. */
function holdStatus(map: Map, record: Payload): void {
  const statuses = leavesOf(record).filter(
    ({ path, value }) =>
      typeof value === 'string' && value !== '' && path.length === 1 && /(status|state)$/i.test(path[0]!),
  );
  for (const { path, value } of statuses) {
    const [before, after] = [value, 'conformance_unknown'].map((status) =>
      mapped(map, replaced(record, path, status) as Payload, `where "${path.join('.')}" is ${JSON.stringify(status)}`),
    ) as [ReturnType<typeof mapped>, ReturnType<typeof mapped>];
    hold(
      before.drafts === null || after.drafts !== null,
      `a "${path.join('.')}" that is not known yet makes the record unreadable (${after.refusal}): take it for the nearest status`,
    );
    const [old, now] = [before, after].map(
      ({ drafts }) => drafts?.find(({ type }) => type === 'order')?.data as Record<string, unknown> | undefined,
    );
    if (old && String(old['sourceStatus']).toLowerCase() === String(value).toLowerCase())
      hold(
        String(now?.['sourceStatus']).toLowerCase() === 'conformance_unknown',
        'a status that is not known yet is lost: keep it as sourceStatus',
      );
  }
}

const keepsTheGolden = ofStreams(24, 'recorded records map to the golden drafts', (subject, place) => {
  applies(!place.backfill, 'its records are mapped as the list’s');
  applies(subject.connector.http, 'it asks nobody: there is nothing to record');
  const stream = subject.stream(place);
  const recorded = subject.fixtures.records(place.stream);
  hold(
    recorded.length > 0,
    `there is no fixtures/${place.stream}.json: record what the vendor gives, and say what becomes of it`,
  );
  for (const [index, { record, drafts }] of recorded.entries()) {
    const made = mapped((one) => stream.map(one), record, 'over a recorded record');
    const wanted = { drafts, refusal: null };
    hold(
      sameMapping(made, wanted),
      `record ${index + 1} of fixtures/${place.stream}.json maps to ${JSON.stringify(made.drafts ?? made.refusal)}, not to ${JSON.stringify(drafts)}`,
    );
  }
});

const bearsDrift = ofStreams(25, 'fields that the vendor adds or takes away stop no reading', (subject, place) => {
  const stream = subject.stream(place);
  const map: Map = (record) => stream.map(record);
  for (const record of recordedSamples(subject, place).slice(0, mostSamples)) {
    const before = mapped(map, record, 'over a recorded record');
    const after = mapped(map, withMore(record) as Payload, 'where the vendor adds fields');
    hold(
      after.refusal === null || before.refusal !== null,
      `a field that the vendor adds makes the record unreadable: ${after.refusal}`,
    );
    hold(sameMapping(before, after), 'a field that the vendor adds changes what becomes of the record');
    for (const name of Object.keys(record))
      mapped(map, without(record, [name]) as Payload, `where the vendor takes "${name}" away`);
  }
});

/** The record with a field more in everything that has fields. */
function withMore(json: Json): Json {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(withMore);
  const entries = Object.entries(json).map(([name, value]) => [name, withMore(value)] as const);
  return { ...Object.fromEntries(entries), conformance_field: 'new' };
}

/** Every value of a record, and everything that holds values. */
function placesOf(record: Payload): Path[] {
  const paths = new Map<string, Path>();
  for (const { path } of leavesOf(record))
    for (let length = 1; length <= path.length; length++)
      paths.set(path.slice(0, length).join('\n'), path.slice(0, length));
  return [...paths.values()].filter((path) => valueAt(record, path) !== undefined);
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) deepFrozen(one);
  return Object.freeze(value);
}

/** Runs something as if it was a year later. */
function aYearLater<Result>(run: () => Result): Result {
  const { Date: Today } = globalThis;
  const shift = 365 * 86_400_000;
  globalThis.Date = class extends Today {
    constructor(...parts: [] | [string | number]) {
      super(...((parts.length === 0 ? [Today.now() + shift] : parts) as [number]));
    }
    static override now = () => Today.now() + shift;
  } as DateConstructor;
  try {
    return run();
  } finally {
    globalThis.Date = Today;
  }
}

export const mappingRules: readonly Rule[] = [mapsPurely, keepsTheGolden, bearsDrift];
