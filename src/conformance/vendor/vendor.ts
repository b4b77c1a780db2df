import type { DeclaredStream, Listing, Payload } from '../../sdk/index.ts';
import { applies } from '../check.ts';
import { Template } from '../records/template.ts';
import { childListingOf, listingOf, type Subject } from '../subject.ts';
import { answerShape } from './layout.ts';
import { ChildVendor, ListingVendor } from './listing-vendor.ts';
import { Shelf } from './shelf.ts';

/** The vendor that answers as a declared stream expects it to, for records in the shape of its fixtures. */
export function vendorOf(
  subject: Subject,
  name: string,
  stream: DeclaredStream,
  pageSize: number,
  site: ConstructorParameters<typeof ListingVendor>[4],
): { vendor: ListingVendor; children: ChildVendor | null } {
  const list = listingOf(stream)!;
  const child = childListingOf(stream);
  const own = subject.fixtures.records(name).map(({ record }) => record);
  applies(own.length > 0, `there is no fixtures/${name}.json with records of it`);
  const samples = child ? parentsOf(subject, name, list) : own;
  applies(samples.length > 0, `there is no fixtures/${name}.parents.json with records that its own belong to`);
  const shape = answerShape(list.records, samples, subject.fixtures.answer(name), name);
  const cursor = list.cursor === 'scan' ? null : list.cursor;
  // Parents of one key may still share their children.
  const brood = (record: Payload) => JSON.stringify(child?.parent.children(record) ?? null);
  const template = new Template(shape, [(record) => list.key(record), ...(child ? [brood] : [])], cursor);
  const shelf = new Shelf(template, !template.timeIsKey && !saysCreation(list));
  const vendor = new ListingVendor(list, shelf, shape, pageSize, site);
  if (!child) return { vendor, children: null };
  const inherited = child.parent.inherit?.(samples[0]!) ?? {};
  const bare = own.map((record) => without(record, Object.keys(inherited)));
  const childShape = answerShape(child.records, bare, undefined, name);
  const ownTemplate = new Template(childShape, [(record) => child.key({ ...record, ...inherited })], null);
  const lists = { children: child.parent.children.bind(child.parent), paging: child.paging };
  return { vendor, children: new ChildVendor(shelf, ownTemplate, lists, childShape, site) };
}

/** Whether the time that a list is asked by is when records were made: then a change does not move it. */
export function saysCreation({ cursor }: Listing): boolean {
  if (cursor === 'scan') return false;
  const name = [cursor.field].flat()[0]!;
  return /(^|[._])id$|creat|placed|opened|inserted|registered|date_add/i.test(name) && !/updat|modif|chang/i.test(name);
}

/** Records of the parents' list: recorded for this stream, or for another one that reads the same list. */
function parentsOf(subject: Subject, name: string, parent: Listing): Payload[] {
  const recorded = subject.fixtures.parents(name);
  if (recorded.length > 0) return recorded;
  const path = (list: Listing | null) => list?.request.path.replace(/^http:\/\/127\.0\.0\.1:\d+\/~/, 'https://');
  const [other] = Object.entries(subject.streams()).filter(
    ([, stream]) => !childListingOf(stream) && path(listingOf(stream)) === path(parent),
  );
  return other ? subject.fixtures.records(other[0]).map(({ record }) => record) : [];
}

function without(record: Payload, names: readonly string[]): Payload {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
