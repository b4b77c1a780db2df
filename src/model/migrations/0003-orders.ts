/** What is sold, bought, paid, returned and delivered. Facts refer to each other by ids that are known before the other side arrives, so they carry no foreign keys. */
export const up = /* sql */ `
create table categories (
  workspace_id uuid not null, id uuid not null, name text not null, parent_id uuid, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table products (
  workspace_id uuid not null, id uuid not null, title text not null, sku text, category_id uuid, price numeric,
  currency text, published boolean, source_id uuid not null, external_id text not null, stream text not null,
  record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table variants (
  workspace_id uuid not null, id uuid not null, product_id uuid not null, title text not null, sku text,
  price numeric, currency text, source_id uuid not null, external_id text not null, stream text not null,
  record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table product_costs (
  workspace_id uuid not null, id uuid not null, product_id uuid not null, variant_id uuid, since date not null,
  cost numeric not null, currency text not null, source_id uuid not null, external_id text not null,
  stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table orders (
  workspace_id uuid not null, id uuid not null, identity_id uuid, number text, placed_at timestamptz not null,
  status text not null, source_status text, cancelled_at timestamptz, test boolean not null, kind text not null,
  sales_channel text, currency text not null, total numeric, discount numeric, shipping numeric, tax numeric,
  fees numeric, taxes_included boolean not null, fulfilment_cost numeric, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table order_lines (
  workspace_id uuid not null, id uuid not null, order_id uuid not null, product_id uuid, variant_id uuid,
  title text, quantity numeric not null, unit_price numeric not null, discount numeric, shipping numeric,
  tax numeric, gift_card boolean not null, source_id uuid not null, external_id text not null,
  stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table discounts (
  workspace_id uuid not null, id uuid not null, order_id uuid not null, code text not null, amount numeric,
  source_id uuid not null, external_id text not null, stream text not null, record_key text not null,
  run_id uuid not null,
  primary key (workspace_id, id)
);
create table refunds (
  workspace_id uuid not null, id uuid not null, order_id uuid not null, refunded_at timestamptz not null,
  kind text not null, currency text, merchandise numeric not null, shipping numeric not null, tax numeric not null,
  other numeric not null, reason text, restocked boolean, source_id uuid not null, external_id text not null,
  stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table refund_lines (
  workspace_id uuid not null, id uuid not null, refund_id uuid not null, order_line_id uuid not null,
  quantity numeric not null, amount numeric, source_id uuid not null, external_id text not null,
  stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table payments (
  workspace_id uuid not null, id uuid not null, order_id uuid not null, paid_at timestamptz, method text,
  status text, amount numeric not null, currency text, fee numeric, installments int, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table deliveries (
  workspace_id uuid not null, id uuid not null, order_id uuid not null, promised_at timestamptz,
  shipped_at timestamptz, delivered_at timestamptz, complete boolean, status text not null, carrier text,
  source_id uuid not null, external_id text not null, stream text not null, record_key text not null,
  run_id uuid not null,
  primary key (workspace_id, id)
);
create table carts (
  workspace_id uuid not null, id uuid not null, identity_id uuid, started_at timestamptz not null,
  last_active_at timestamptz,
  checkout_at timestamptz, completed_at timestamptz, order_id uuid, device text, items int, total numeric,
  currency text, source_id uuid not null, external_id text not null, stream text not null,
  record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table exchange_rates (
  workspace_id uuid not null, base text not null, quote text not null, day date not null, rate numeric not null,
  source_id uuid not null,
  primary key (workspace_id, base, quote, day)
);

create index products_by_title on products (workspace_id, title, id);
create index variants_by_product on variants (workspace_id, product_id);
create index product_costs_by_product on product_costs (workspace_id, product_id, since);
create index orders_by_identity on orders (workspace_id, identity_id);
create index orders_by_time on orders (workspace_id, placed_at desc, id desc);
create index order_lines_by_order on order_lines (workspace_id, order_id);
create index order_lines_by_product on order_lines (workspace_id, product_id);
create index discounts_by_order on discounts (workspace_id, order_id);
create index refunds_by_order on refunds (workspace_id, order_id);
create index refund_lines_by_refund on refund_lines (workspace_id, refund_id);
create index payments_by_order on payments (workspace_id, order_id);
create index deliveries_by_order on deliveries (workspace_id, order_id);
create index carts_by_identity on carts (workspace_id, identity_id);
`;
