import type { NormalIdentifier } from '../normalise.ts';
import type { TakenDraft } from '../take-records.ts';

/** What a source says of a person; null where it says nothing. */
export interface Profile {
  name: string | null;
  email: string | null;
  phone: string | null;
  country: string | null;
  region: string | null;
  city: string | null;
  sourceGroup: string | null;
}

export const profileFields = ['name', 'email', 'phone', 'country', 'region', 'city', 'sourceGroup'] as const;

/** Everything a batch says of one identity. */
export interface Person {
  id: string;
  externalId: string;
  /** The record that described it, or that mentioned it first. */
  recordKey: string;
  /** Whether a record describes them, rather than only mentioning them. */
  described: boolean;
  guest: boolean;
  profile: Profile;
  /** The earliest that anything of theirs happened, in milliseconds since 1970; Infinity where nothing says so. */
  firstSeen: number;
  identifiers: NormalIdentifier[];
}

/** The people of a batch, in the order in which they are first mentioned; of two values for one field the later counts. */
export function peopleOf(taken: readonly TakenDraft[]): Person[] {
  const people = new Map<string, Person>();
  for (const { recordKey, mention, times } of taken) {
    if (!mention) continue;
    const { identityId: id, externalId, guest, profile, identifiers } = mention;
    let person = people.get(id);
    if (!person) {
      person = { id, externalId, recordKey, guest, ...unknown, profile: { ...nothing }, identifiers: [] };
      people.set(id, person);
    }
    if (Object.keys(profile).length > 0) {
      person.described = true;
      person.recordKey = recordKey;
    }
    Object.assign(person.profile, profile);
    person.guest &&= guest;
    person.firstSeen = Math.min(person.firstSeen, ...times);
    person.identifiers.push(...identifiers);
  }
  return [...people.values()];
}

const unknown = { described: false, firstSeen: Infinity };
const nothing: Profile = {
  name: null,
  email: null,
  phone: null,
  country: null,
  region: null,
  city: null,
  sourceGroup: null,
};
