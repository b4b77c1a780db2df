import { decimalAt, type Draft, draft, type DraftData, idAt, instantAt } from 'clientela/sdk';
import { type Payload, recordsAt, textAt } from 'clientela/sdk';

export const keyOf = (record: Payload): string => idAt(record, 'id') ?? '';

export function mapCustomer(customer: Payload): Draft[] {
  return [
    draft('customer', {
      key: keyOf(customer),
      name: textAt(customer, 'name'),
      email: textAt(customer, 'email'),
      country: textAt(customer, 'address.country'),
      createdAt: instantAt(customer, 'created_at'),
    }),
  ];
}

const statuses: Readonly<Record<string, DraftData['order']['status']>> = {
  open: 'PENDING',
  paid: 'PAID',
  sent: 'FULFILLED',
  cancelled: 'CANCELLED',
};

/** An order with its lines. Guests have no account: their contact stands on the order. */
export function mapOrder(order: Payload): Draft[] {
  const key = keyOf(order);
  const customerKey = idAt(order, 'customer_id');
  const sourceStatus = textAt(order, 'state');
  const head = draft('order', {
    key,
    customerKey,
    email: customerKey ? undefined : textAt(order, 'contact.email'),
    number: textAt(order, 'number'),
    placedAt: instantAt(order, 'created_at'),
    // A status that is not known yet is kept as it is.
    status: statuses[sourceStatus ?? ''] ?? 'PENDING',
    sourceStatus,
    cancelledAt: instantAt(order, 'cancelled_at'),
    currency: textAt(order, 'currency'),
    total: decimalAt(order, 'total'),
  });
  const lines = recordsAt(order, 'lines').map((line) =>
    draft('line', {
      key: keyOf(line),
      orderKey: key,
      title: textAt(line, 'title'),
      quantity: decimalAt(line, 'quantity'),
      unitPrice: decimalAt(line, 'price'),
    }),
  );
  return [head, ...lines];
}
