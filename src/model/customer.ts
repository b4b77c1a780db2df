import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { counter, decimal, flag, instant, key, lineage, text, textList, uuid } from './columns.ts';

/**
 * A person or company, over all sources. Its id is the id of the identity that founded it, for ever.
 * The profile is the best of its identities; facts never point here, they point at identities.
 */
export const Customer = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  properties: {
    ...key(),
    name: text().nullable(),
    email: text().nullable(),
    phone: text().nullable(),
    country: text().nullable(),
    region: text().nullable(),
    city: text().nullable(),
    firstSeenAt: instant().nullable(),
  },
});
export type Customer = InferEntity<typeof Customer>;

/** A customer record in one source. `customerId` is who it is now; a merge or split changes this row alone. */
export const Identity = defineEntity({
  name: 'Identity',
  tableName: 'identities',
  properties: {
    ...key(),
    customerId: uuid(),
    /** Order of founding within the workspace: of two customers that turn out to be one, the older id stays. */
    seq: counter(),
    name: text().nullable(),
    email: text().nullable(),
    phone: text().nullable(),
    country: text().nullable(),
    region: text().nullable(),
    city: text().nullable(),
    /** The group that the source itself puts them into, in its own words. */
    sourceGroup: text().nullable(),
    /** True where the source knew only a contact on a transaction, not an account. */
    guest: flag(),
    firstSeenAt: instant().nullable(),
    ...lineage(),
  },
});
export type Identity = InferEntity<typeof Identity>;

/** A normalised identifier of an identity: EMAIL, PHONE (E.164), PERSON (an id shared by sources), DECISION (a merge by hand) and the like. */
export const Identifier = defineEntity({
  name: 'Identifier',
  tableName: 'identifiers',
  properties: {
    workspaceId: uuid().primary(),
    kind: text().primary(),
    value: text().primary(),
    identityId: uuid().primary(),
    /** Why it is not used for matching: INVALID, BLOCKED, TOO_MANY or SPLIT (by hand); null where it is used. */
    violation: text().nullable(),
  },
});
export type Identifier = InferEntity<typeof Identifier>;

/** One decision about who an identity is. Append-only: the log explains every merge and split. */
export const IdentityLink = defineEntity({
  name: 'IdentityLink',
  tableName: 'identity_links',
  properties: {
    ...key(),
    seq: counter(),
    identityId: uuid(),
    /** FOUNDED, MATCHED, MERGED or SPLIT. */
    decision: text(),
    fromCustomerId: uuid().nullable(),
    toCustomerId: uuid(),
    /** The identifiers that decided, as "EMAIL:ada@example.com". */
    matchedOn: textList(),
    confidence: decimal(),
    decidedAt: instant(),
    runId: uuid().nullable(),
  },
});
export type IdentityLink = InferEntity<typeof IdentityLink>;

/** What an identity allowed, on which channel (EMAIL, SMS, PUSH …), since when. */
export const Consent = defineEntity({
  name: 'Consent',
  tableName: 'consents',
  properties: { ...key(), identityId: uuid(), channel: text(), granted: flag(), since: instant(), ...lineage() },
});
export type Consent = InferEntity<typeof Consent>;
