import { instantOf, type Micros } from '../../land/declared/instant.ts';
import { at } from '../../land/json-path.ts';
import type { Cursor, Json, Payload } from '../../sdk/index.ts';
import { anotherOf, identityOf, pathsThatDrive } from './identity.ts';
import { type InstantStyle, instantStyleOf } from './instant-style.ts';
import { type Path, replaced, valueAt } from './leaves.ts';

/** Fields that several records may have the same value of. */
const shared = /mail|phone|status|state|title|total|amount|price|_at$|time/i;

/** What a list of the vendor's holds: its entries, and the record that the connector finds in each. */
export interface Entries {
  samples: readonly Json[];
  /** The record of an entry, as the connector reads it. */
  recordOf(entry: Json): Payload;
}

/** Makes as many entries as wanted, in the shape of samples, each with a key and a time of change of its own. */
export class Template {
  /** Whether the time of change is part of the key: then a record never moves in time. */
  readonly timeIsKey: boolean;
  /** What tells records apart. */
  private readonly identities: readonly Path[];
  private readonly instant: { path: Path; style: InstantStyle } | null;

  constructor(
    private readonly entries: Entries,
    /** What must be another for every record, the key first. */
    names: readonly ((record: Payload) => string)[],
    private readonly cursor: Cursor | null,
  ) {
    const sample = entries.samples[0]!;
    this.instant = cursor === null ? null : this.instantIn(sample, cursor);
    const isInstant = (path: Path) => path.join('.') === this.instant?.path.join('.');
    const [key, ...others] = names.map((name) => (entry: Json) => name(entries.recordOf(entry)));
    const drivers = pathsThatDrive(sample, key!);
    this.timeIsKey = drivers.some(isInstant);
    const apart = [key!, ...others].map((name) => {
      const paths = pathsThatDrive(sample, name).filter((path) => !isInstant(path));
      return identityOf(sample, paths, name);
    });
    // What a vendor may give twice tells nothing apart.
    const own = sample !== null && typeof sample === 'object' && 'id' in sample ? ['id'] : undefined;
    if (own && (!apart[0] || shared.test(apart[0].join('.')))) apart[0] = own;
    this.identities = apart.filter((path) => path !== undefined);
  }

  /** The n-th entry, as it stood after so many changes. */
  entry(n: number, changed: Micros, version: number): Json {
    const { samples } = this.entries;
    let entry: Json = samples[n % samples.length]!;
    for (const path of this.identities) entry = replaced(entry, path, anotherOf(valueAt(samples[0], path), n));
    if (this.instant) entry = replaced(entry, this.instant.path, this.instant.style(changed));
    return version === 0 ? entry : replaced(entry, ['conformance_version'], version);
  }

  recordOf(entry: Json): Payload {
    return this.entries.recordOf(entry);
  }

  /** When an entry changed, as its record says. */
  instantOf(entry: Json): Micros {
    return (this.cursor && instantOf(this.recordOf(entry), this.cursor)) ?? 0;
  }

  /** Where the time of change stands, and how it is written. */
  private instantIn(sample: Json, { field }: Cursor): { path: Path; style: InstantStyle } | null {
    const fields = [field].flat();
    const set = fields.find((name) => instantStyleOf(at(this.entries.recordOf(sample), name)) !== null);
    if (set === undefined) return null;
    const style = instantStyleOf(at(this.entries.recordOf(sample), set))!;
    const direct = set.split('.');
    const found =
      valueAt(sample, direct) === undefined
        ? pathsThatDrive(sample, (entry) => at(this.entries.recordOf(entry), set))[0]
        : direct;
    return found ? { path: found, style } : null;
  }
}
