import type { Draft, Payload } from '../../src/sdk/index.ts';
import { instantOf, known, recordOf, requiredId, textOf } from './fields.ts';

/** An account. Guests have none: orders carry their contact. */
export function mapCustomer(customer: Payload): Draft[] {
  const billing = recordOf(customer['billing']);
  const country = textOf(billing['country'])?.toUpperCase();
  return [
    {
      type: 'customer',
      data: known({
        key: requiredId(customer, 'id'),
        name: nameOf(customer) ?? nameOf(billing),
        email: textOf(customer['email']) ?? textOf(billing['email']),
        phone: textOf(billing['phone']),
        country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
        region: textOf(billing['state']),
        city: textOf(billing['city']),
        createdAt: instantOf(customer, 'date_created_gmt'),
      }),
    },
  ];
}

function nameOf({ first_name: first, last_name: last }: Payload): string | undefined {
  const name = [textOf(first), textOf(last)].filter((part) => part !== undefined).join(' ');
  return name || undefined;
}
