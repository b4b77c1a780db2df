/** Purchase histories, the models fitted to them, and what those expect of customers. Every history is worked out anew. */
export const up = /* sql */ `
create table purchase_histories (
  workspace_id uuid not null, customer_id uuid not null, repeats int not null, first_day date not null,
  last_day date not null, mean_spend numeric, log_gaps double precision not null,
  primary key (workspace_id, customer_id)
);
create table value_models (
  workspace_id uuid not null, id uuid not null, as_of date not null, fitted_at timestamptz not null, name text not null,
  fit jsonb not null,
  primary key (workspace_id, id)
);
create table customer_forecasts (
  workspace_id uuid not null, customer_id uuid not null, model_id uuid not null, as_of date not null,
  alive double precision not null, purchases double precision not null, value numeric,
  primary key (workspace_id, customer_id)
);
create index value_models_by_day on value_models (workspace_id, as_of desc, fitted_at desc);
create index customer_forecasts_by_value on customer_forecasts (workspace_id, value desc, customer_id);

insert into touched_customers (workspace_id, customer_id)
select workspace_id, customer_id from customer_facts on conflict do nothing;
`;
