import { p } from '@mikro-orm/core';

/** Column kinds of the model. Builders are made anew for every use: MikroORM mutates them. */
export const uuid = () => p.uuid();
export const text = () => p.text();
export const flag = () => p.boolean();
/** Exact decimal, as a string: money, quantities and rates of any scale. */
export const decimal = () => p.decimal('string').columnType('numeric');
/** A part of a whole, 0 to 1. */
export const share = () => p.double();
export const integer = () => p.integer();
/** 64-bit counter, as a string. */
export const counter = () => p.bigint('string');
/** An instant, stored in UTC. */
export const instant = () => p.datetime().columnType('timestamptz');
/** A calendar day, "YYYY-MM-DD". */
export const day = () => p.date().columnType('date');
export const json = () => p.json<unknown>().columnType('jsonb');
/** An ISO 4217 code. */
export const currency = () => p.text();
export const textList = () => p.array().columnType('text[]');
export const numberList = () => p.array(Number).columnType('double precision[]');

/** Every table of a workspace starts its key with these two; ids are made by the application. */
export const key = () => ({ workspaceId: p.uuid().primary(), id: p.uuid().primary() });

/** Where a fact came from: the source, its own key there, and the raw record and run that last wrote it. */
export const lineage = () => ({
  sourceId: p.uuid(),
  externalId: p.text(),
  stream: p.text(),
  recordKey: p.text(),
  runId: p.uuid(),
});
