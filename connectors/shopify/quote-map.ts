import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { decimalOf, instantAt, known, required, textAt } from '../../src/sdk/index.ts';
import { personOf } from './order-map.ts';
import { keyAt, moneyAt } from './values.ts';

/** A draft order: a quote once its invoice was sent, and won when it became an order. None is ever marked as lost. */
export function mapDraftOrder(draftOrder: Payload): Draft[] {
  const sentAt = instantAt(draftOrder, 'invoiceSentAt');
  const total = moneyAt(draftOrder, 'totalPriceSet');
  return [
    {
      type: 'quote',
      data: known({
        key: required(keyAt(draftOrder, 'id'), 'id'),
        ...personOf(draftOrder),
        sentAt,
        decidedAt: instantAt(draftOrder, 'completedAt'),
        status: statusOf(draftOrder, sentAt),
        total: total && decimalOf(total),
        currency: total && textAt(draftOrder, 'totalPriceSet.shopMoney.currencyCode'),
        orderKey: keyAt(draftOrder, 'order.id'),
      }),
    },
  ];
}

function statusOf(draftOrder: Payload, sentAt: string | undefined): DraftData['quote']['status'] {
  const status = textAt(draftOrder, 'status');
  if (status === 'COMPLETED') return 'WON';
  return status === 'INVOICE_SENT' || sentAt !== undefined ? 'SENT' : 'DRAFT';
}
