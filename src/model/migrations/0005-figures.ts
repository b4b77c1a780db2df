/** What is worked out: kept for touched orders and customers only. */
export const up = /* sql */ `
create table order_facts (
  workspace_id uuid not null, order_id uuid not null, customer_id uuid, source_id uuid not null,
  stream text not null, placed_at timestamptz not null, day date not null, cancelled_day date,
  valid boolean not null, purchase boolean not null, sales_channel text, country text, currency text not null,
  gross numeric, discounts numeric, returns numeric, net numeric, shipping numeric, tax numeric, fees numeric,
  total numeric, cost numeric, items numeric, sequence int, previous_day date, cohort_day date,
  primary key (workspace_id, order_id)
);
create table refund_facts (
  workspace_id uuid not null, refund_id uuid not null, order_id uuid not null, customer_id uuid, day date not null,
  merchandise numeric, shipping numeric, tax numeric, other numeric,
  primary key (workspace_id, refund_id)
);
create table customer_facts (
  workspace_id uuid not null, customer_id uuid not null, orders int not null, purchase_days int not null,
  first_day date, second_day date, last_day date, previous_day date, gross numeric, net numeric, total numeric, margin numeric,
  primary key (workspace_id, customer_id)
);
create table touched_orders (
  workspace_id uuid not null, order_id uuid not null,
  primary key (workspace_id, order_id)
);
create table touched_customers (
  workspace_id uuid not null, customer_id uuid not null,
  primary key (workspace_id, customer_id)
);
create table segments (
  workspace_id uuid not null, id uuid not null, name text not null, filter jsonb not null,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (workspace_id, id)
);

create index order_facts_by_customer on order_facts (workspace_id, customer_id, placed_at);
create index order_facts_by_day on order_facts (workspace_id, day);
create index refund_facts_by_order on refund_facts (workspace_id, order_id);
create index refund_facts_by_day on refund_facts (workspace_id, day);
create index customer_facts_by_net on customer_facts (workspace_id, net desc, customer_id);
create index customer_facts_by_last_day on customer_facts (workspace_id, last_day, customer_id);
create unique index segments_by_name on segments (workspace_id, name);
`;
