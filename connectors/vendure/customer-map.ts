import type { Draft, Payload } from '../../src/sdk/index.ts';
import { idAt, instantAt, known, recordsAt, required, textAt, valueAt } from '../../src/sdk/index.ts';

/** A customer. Guests are customers too, one for each e-mail address, under the name that they gave last. */
export function mapCustomer(customer: Payload): Draft[] {
  const addresses = recordsAt(customer, 'addresses');
  const address = addresses.find((one) => valueAt(one, 'defaultShippingAddress') === true) ?? addresses[0] ?? {};
  const country = textAt(address, 'country.code')?.toUpperCase();
  const name = [textAt(customer, 'firstName'), textAt(customer, 'lastName')].filter((part) => part !== undefined);
  return [
    {
      type: 'customer',
      data: known({
        key: required(idAt(customer, 'id'), 'id'),
        name: name.join(' ') || undefined,
        email: textAt(customer, 'emailAddress'),
        phone: textAt(customer, 'phoneNumber'),
        country: country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined,
        region: textAt(address, 'province'),
        city: textAt(address, 'city'),
        createdAt: instantAt(customer, 'createdAt'),
      }),
    },
  ];
}
