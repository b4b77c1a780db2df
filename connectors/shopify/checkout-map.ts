import type { Draft, Payload } from '../../src/sdk/index.ts';
import { countAt, decimalOf, instantAt, known, recordsAt, required, textAt } from '../../src/sdk/index.ts';
import { keyAt, moneyAt } from './values.ts';

/** A checkout that was left. The cart before it is not told of. */
export function mapCheckout(checkout: Payload): Draft[] {
  const startedAt = required(instantAt(checkout, 'createdAt'), 'createdAt');
  const customerKey = keyAt(checkout, 'customer.id');
  const total = moneyAt(checkout, 'totalPriceSet');
  const items = recordsAt(checkout, 'lineItems.nodes').reduce((sum, line) => sum + (countAt(line, 'quantity') ?? 0), 0);
  return [
    {
      type: 'cart',
      data: known({
        key: required(keyAt(checkout, 'id'), 'id'),
        customerKey,
        email: textAt(checkout, 'customer.defaultEmailAddress.emailAddress'),
        phone: textAt(checkout, 'customer.defaultPhoneNumber.phoneNumber'),
        startedAt,
        lastActiveAt: instantAt(checkout, 'updatedAt'),
        checkoutAt: startedAt,
        completedAt: instantAt(checkout, 'completedAt'),
        items,
        total: total && decimalOf(total),
        currency: total && textAt(checkout, 'totalPriceSet.shopMoney.currencyCode'),
      }),
    },
  ];
}
