import type { Draft, Payload } from '../../src/sdk/index.ts';
import { idAt, instantAt, known, required, textAt } from '../../src/sdk/index.ts';

const system = ['RT_System', 'Nobody'];

/** Somebody who asked for help. Who is privileged is staff, not a customer. */
export function mapUser(user: Payload): Draft[] {
  const key = required(idAt(user, 'id'), 'id');
  if (idAt(user, 'Privileged') !== undefined || system.includes(textAt(user, 'Name') ?? '')) return [];
  const country = textAt(user, 'Country')?.toUpperCase();
  return [
    {
      type: 'customer',
      data: known({
        key,
        name: textAt(user, 'RealName'),
        email: textAt(user, 'EmailAddress'),
        phone: textAt(user, 'MobilePhone') ?? textAt(user, 'WorkPhone') ?? textAt(user, 'HomePhone'),
        // Whoever writes it writes what they like.
        country: country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined,
        region: textAt(user, 'State'),
        city: textAt(user, 'City'),
        createdAt: instantAt(user, 'Created'),
      }),
    },
  ];
}
