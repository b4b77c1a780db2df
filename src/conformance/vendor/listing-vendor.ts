import type { HttpRequest, Json, Listing, Payload } from '../../sdk/index.ts';
import { leavesOf, valueAt } from '../records/leaves.ts';
import type { Template } from '../records/template.ts';
import { Filter } from './filter.ts';
import { type AnswerShape } from './layout.ts';
import { type Layout, pageOf, type Paging, type PagingFaults } from './paging.ts';
import type { Asked, Reply } from './server.ts';
import type { Row, Shelf } from './shelf.ts';

/** Where the lists stand. */
interface Site {
  origin: string;
  /** The path of the base URL. */
  base: string;
  /** The vendor's time, in milliseconds. */
  now(): number;
}

/** A vendor's list, answered for as the connector declares it. */
export class ListingVendor {
  readonly faults: PagingFaults = {};
  /** Where the vendor reads times that name no zone. */
  zone = 'utc';
  readonly filter: Filter | null;
  private readonly layout: Layout;

  constructor(
    private readonly list: Listing,
    readonly shelf: Shelf,
    private readonly shape: AnswerShape,
    pageSize: number,
    private readonly site: Site,
  ) {
    const { cursor, paging } = list;
    this.filter = cursor === 'scan' ? null : new Filter(cursor, site.now());
    this.layout = { paging, order: cursor === 'scan' ? 'none' : cursor.order, pageSize, wrap: shape.wrap };
  }

  answer(asked: Asked): Reply | undefined {
    const { origin, base, now } = this.site;
    if (!isAt(asked, this.list.request, base)) return undefined;
    const rows = this.shelf.rows(now() * 1000).filter((row) => this.within(row, asked));
    return pageOf(rows, asked, this.layout, this.faults, origin);
  }

  /** Whether the list is one record, ever. */
  get single(): boolean {
    return this.shape.single;
  }

  /** An answer whose list is null, as some vendors write one that is empty. */
  nothing(): Json {
    return this.layout.wrap(null);
  }

  private within({ instant }: Row, asked: Asked): boolean {
    if (!this.filter || this.list.cursor === 'scan') return true;
    const { from, to } = this.filter.period(asked, this.zone);
    if (from !== null && (this.filter.exclusive ? instant <= from : instant < from)) return false;
    // Days are both within the period; of instants the strictest vendor leaves out the last.
    return to === null || (this.list.cursor.step === 'day' ? instant <= to : instant < to);
  }
}

/** So many children has every parent. */
const brood = 3;

/** The lists that belong to the records of another. */
export class ChildVendor {
  constructor(
    private readonly parents: Shelf,
    private readonly template: Template,
    private readonly list: { children(record: Payload): HttpRequest | null; paging: Paging },
    private readonly shape: AnswerShape,
    private readonly site: Site,
  ) {}

  answer(asked: Asked): Reply | undefined {
    const { origin, base } = this.site;
    for (const parent of this.parents.rows()) {
      const request = this.list.children(this.parents.template.recordOf(parent.entry));
      if (!request || !isFor(asked, request, base)) continue;
      const layout: Layout = { paging: this.list.paging, order: 'none', pageSize: 2, wrap: this.shape.wrap };
      return pageOf(this.rowsOf(parent), asked, layout, {}, origin);
    }
    return undefined;
  }

  /** The record of an entry, before it inherits. */
  recordOf(entry: Json): Payload {
    return this.shape.recordOf(entry);
  }

  get paged(): boolean {
    return this.list.paging.kind !== 'none';
  }

  rowsOf({ n, instant }: Row): Row[] {
    const version = this.parents.version(n);
    return Array.from({ length: this.shape.single ? 1 : brood }, (_, index) => {
      const child = n * brood + index;
      return { n: child, instant: 0, entry: this.template.entry(child, instant, version) };
    });
  }
}

/** Whether a request asks for what another one does, whatever it adds. */
function isFor(asked: Asked, { method = 'GET', path, query = {}, body }: HttpRequest, base: string): boolean {
  return (
    isAt(asked, { method, path }, base) &&
    Object.entries(query).every(([name, value]) => asked.query.get(name) === String(value)) &&
    leavesOf(body ?? {}).every(({ path: place, value }) => valueAt(asked.body, place) === value)
  );
}

function isAt(asked: Asked, { method = 'GET', path }: Pick<HttpRequest, 'method' | 'path'>, base: string): boolean {
  const whole = /^https?:/.test(path) ? new URL(path).pathname : base + path.replace(/[?#].*$/, '');
  return method === asked.method && asked.path === whole;
}
