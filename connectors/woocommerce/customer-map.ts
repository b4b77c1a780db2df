import { type Draft, draft, idAt, instantAt, type Payload, recordAt, required } from '../../src/sdk/index.ts';
import { plainTextAt } from './fields.ts';

/** An account. Guests have none: orders carry their contact. */
export function mapCustomer(customer: Payload): Draft[] {
  const country = plainTextAt(customer, 'billing.country')?.toUpperCase();
  return [
    draft('customer', {
      key: required(idAt(customer, 'id'), 'id'),
      name: nameOf(customer) ?? nameOf(recordAt(customer, 'billing')),
      email: plainTextAt(customer, 'email') ?? plainTextAt(customer, 'billing.email'),
      phone: plainTextAt(customer, 'billing.phone'),
      country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
      region: plainTextAt(customer, 'billing.state'),
      city: plainTextAt(customer, 'billing.city'),
      createdAt: instantAt(customer, 'date_created_gmt', 'UTC'),
    }),
  ];
}

function nameOf(person: Payload): string | undefined {
  const parts = [plainTextAt(person, 'first_name'), plainTextAt(person, 'last_name')];
  return parts.filter((part) => part !== undefined).join(' ') || undefined;
}
