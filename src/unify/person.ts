import { factId } from '../model/ids.ts';
import type { Draft } from '../sdk/index.ts';
import { type NormalIdentifier, normalise } from './normalise.ts';

/** Where drafts come from, and how their phone numbers are read. */
export interface Origin {
  workspaceId: string;
  sourceId: string;
  /** Default country for phone numbers. */
  country: string | null;
}

/** What one draft says about a person. */
export interface Mention {
  identityId: string;
  externalId: string;
  /** Known by a contact on a transaction alone. */
  guest: boolean;
  profile: {
    name?: string;
    email?: string;
    phone?: string;
    country?: string;
    region?: string;
    city?: string;
    sourceGroup?: string;
  };
  identifiers: NormalIdentifier[];
}

/**
 * Who a draft is about; null where it is about nobody, or nobody who can be told apart. A customer key decides alone: the
 * contact on the same transaction may be another person's (a gift). Without one the e-mail decides, then the phone.
 */
export function mentionOf({ type, data }: Draft, origin: Origin): Mention | null {
  if (type === 'customer') {
    const { key, name, email, phone, country, region, city, sourceGroup, personKey } = data;
    const identifiers = contacts(email, phone, origin);
    const person = normalise('PERSON', personKey, null);
    const profile = { ...contactProfile(identifiers), ...defined({ name, country, region, city, sourceGroup }) };
    return account(key, origin, profile, person ? [...identifiers, person] : identifiers);
  }
  if (type === 'identity') {
    const identifier = normalise(data.kind, data.value, origin.country);
    return account(data.customerKey, origin, {}, identifier ? [identifier] : []);
  }
  if ('customerKey' in data && data.customerKey !== undefined) return account(data.customerKey, origin, {}, []);
  if (!('email' in data) && !('phone' in data)) return null;
  return guest(contacts(data.email, data.phone, origin), origin);
}

function account(key: string, origin: Origin, profile: Mention['profile'], identifiers: NormalIdentifier[]): Mention {
  return { identityId: identityId(origin, key), externalId: key, guest: false, profile, identifiers };
}

function guest(identifiers: NormalIdentifier[], origin: Origin): Mention | null {
  const name = identifiers.find((identifier) => identifier.namesGuest);
  if (!name) return null;
  const externalId = `${name.kind.toLowerCase()}:${name.value}`;
  const profile = contactProfile(identifiers);
  return { identityId: identityId(origin, externalId), externalId, guest: true, profile, identifiers };
}

const identityId = ({ workspaceId, sourceId }: Origin, key: string) => factId(workspaceId, sourceId, 'identity', key);

/** E-mail first: it names a guest rather than the phone does. */
function contacts(email: string | undefined, phone: string | undefined, origin: Origin): NormalIdentifier[] {
  return [normalise('EMAIL', email, null), normalise('PHONE', phone, origin.country)].filter((one) => one !== null);
}

/** A contact enters the profile where it can be written to; what is invalid stays visible among the identifiers. */
function contactProfile(identifiers: NormalIdentifier[]): Mention['profile'] {
  const valid = (kind: string) => identifiers.find((one) => one.kind === kind && one.violation !== 'INVALID')?.value;
  return defined({ email: valid('EMAIL'), phone: valid('PHONE') });
}

function defined(fields: Record<keyof Mention['profile'] & string, string | undefined> | object): Mention['profile'] {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
