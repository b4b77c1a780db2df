/** What is watched, what was found, and whom it is told to. */
export const up = /* sql */ `
create table alert_rules (
  workspace_id uuid not null, id uuid not null, name text not null, cpi text, metric text, grain text,
  kinds text[] not null, quiet_days int not null, enabled boolean not null, updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create table alert_progress (
  workspace_id uuid not null, rule_id uuid not null, subject text not null, key text not null,
  grain text not null, judged_through date not null,
  primary key (workspace_id, rule_id, subject, key)
);
create table insights (
  workspace_id uuid not null, id uuid not null, rule_id uuid not null, kind text not null, subject text not null,
  key text not null, name text not null, severity text not null, grain text not null, first_day date not null,
  last_day date not null, title text not null, body text not null, figures jsonb not null, provenance jsonb not null,
  found_at timestamptz not null,
  primary key (workspace_id, id)
);
create index insights_by_day on insights (workspace_id, last_day desc, id);
create index insights_by_key on insights (workspace_id, subject, key, last_day);
create table alert_webhooks (
  workspace_id uuid not null, id uuid not null, name text not null, url text not null, sealed text not null,
  enabled boolean not null, created_at timestamptz not null,
  primary key (workspace_id, id)
);
create table alert_deliveries (
  workspace_id uuid not null, id uuid not null, webhook_id uuid not null, insight_id uuid, status text not null,
  attempts int not null, due_at timestamptz, created_at timestamptz not null, attempted_at timestamptz,
  answer_status int, error text,
  primary key (workspace_id, id)
);
create unique index alert_deliveries_once on alert_deliveries (workspace_id, webhook_id, insight_id)
  where insight_id is not null;
create index alert_deliveries_by_webhook on alert_deliveries (workspace_id, webhook_id, created_at desc, id);
create index alert_deliveries_due on alert_deliveries (due_at) where due_at is not null;
`;
