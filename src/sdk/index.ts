export { closestName } from './closest-name.ts';
export { defineConnector, FieldError } from './connector.ts';
export type { Connector, Json, Page, Payload, ReadContext, SourceRecord, Stream, Unreadable } from './connector.ts';
export { drafts, draftTypes } from './drafts.ts';
export type { Draft, DraftData, DraftType } from './drafts.ts';
export { count, country, currency, day, decimal, instant, key, text, timeZone } from './fields.ts';
