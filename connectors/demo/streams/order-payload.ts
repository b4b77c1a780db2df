import type { Contact } from './stream.ts';

/** An order as the simulated shop's API says it: decimal strings, instants in UTC, null where it does not know. */
export type OrderPayload = Contact & {
  id: string;
  name: string;
  created_at: string;
  status: string;
  cancelled_at: string | null;
  test: boolean;
  type: string;
  source_name: string;
  currency: string;
  taxes_included: boolean;
  line_items: LinePayload[];
  discount_code: string | null;
  order_discount: string;
  shipping_price: string;
  /** Contained in the prices of the goods. */
  total_tax: string;
  total_price: string;
  fulfilment_cost: string | null;
  payment: {
    id: string;
    gateway: string;
    status: string;
    processed_at: string | null;
    amount: string;
    fee: string | null;
    installments: number;
  };
  refunds: RefundPayload[];
  fulfillments: FulfillmentPayload[];
};

export type LinePayload = {
  id: string;
  product_id: string | null;
  variant_id: string | null;
  title: string;
  quantity: number;
  price: string;
  discount: string;
  tax: string;
  gift_card: boolean;
};

export type RefundPayload = {
  id: string;
  created_at: string;
  kind: string;
  /** Goods without tax. */
  subtotal: string;
  shipping: string;
  tax: string;
  reason: string;
  restock: boolean;
  lines: { id: string; line_item_id: string; quantity: number; subtotal: string }[];
};

export type FulfillmentPayload = {
  id: string;
  carrier: string;
  status: string;
  promised_at: string;
  shipped_at: string | null;
  delivered_at: string | null;
  complete: boolean | null;
};
