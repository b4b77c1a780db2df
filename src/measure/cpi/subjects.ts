import { sql } from 'kysely';
import type { SubjectName } from './definition.ts';
import { type Field, type Subject, text } from './field.ts';
import { cart } from './subjects/cart.ts';
import { delivery } from './subjects/delivery.ts';
import { event } from './subjects/event.ts';
import { orderLine } from './subjects/order-line.ts';
import { order } from './subjects/order.ts';
import { quoteRequest } from './subjects/quote-request.ts';
import { request } from './subjects/request.ts';
import { survey } from './subjects/survey.ts';

/** Everything a definition can name. */
export const subjects: Readonly<Record<SubjectName, Subject>> = {
  REQUEST: request,
  DELIVERY: delivery,
  ORDER: order,
  ORDER_LINE: orderLine,
  QUOTE_REQUEST: quoteRequest,
  CART: cart,
  SURVEY: survey,
  EVENT: event,
};

const property = /^properties\.([A-Za-z][A-Za-z0-9_]{0,59})$/;

/** The field of a subject by its name; null where there is none. An event's properties are fields too. */
export function findField(subject: SubjectName, name: string): Field | null {
  const { fields } = subjects[subject];
  if (Object.hasOwn(fields, name)) return fields[name]!;
  const [, key] = (subject === 'EVENT' && property.exec(name)) || [];
  return key === undefined
    ? null
    : text('A property that the source sent with it.', sql`(t.properties ->> ${key}::text)`);
}
