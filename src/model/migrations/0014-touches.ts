/**
 * Touches as the figures see them, where they came from, and the rules by which a workspace names channels. A channel that no
 * source told of is our own: it has no lineage.
 */
export const up = /* sql */ `
alter table touches add column utm_id text;
alter table channels alter column source_id drop not null, alter column external_id drop not null,
  alter column stream drop not null, alter column record_key drop not null, alter column run_id drop not null;
create table touch_origins (
  workspace_id uuid not null, id uuid not null, kind text not null, source_channel_id uuid, source_campaign_id uuid,
  utm_source text, utm_medium text, utm_campaign text, utm_id text, click_id_kind text, referrer text,
  channel_id uuid, campaign_id uuid, channel_kind text, matched_on text, stale boolean not null default true,
  primary key (workspace_id, id)
);
create table touch_facts (
  workspace_id uuid not null, touch_id uuid not null, customer_id uuid, at timestamptz not null, origin_id uuid not null,
  order_id uuid, counted boolean not null, source_id uuid not null, stream text not null,
  primary key (workspace_id, touch_id)
);
create table channel_rules (
  workspace_id uuid not null, position int not null, conditions jsonb not null, kind text, channel_id uuid,
  primary key (workspace_id, position)
);
create index touch_origins_stale on touch_origins (workspace_id) where stale;
create index touch_facts_by_order on touch_facts (workspace_id, order_id);
create index touch_facts_by_customer on touch_facts (workspace_id, customer_id, at);
create index touches_by_order on touches (workspace_id, order_id) where order_id is not null;
create index touches_in_time on touches using brin (at);

insert into touched_customers (workspace_id, customer_id)
select distinct i.workspace_id, i.customer_id from touches t
join identities i on i.workspace_id = t.workspace_id and i.id = t.identity_id on conflict do nothing;
insert into touched_orders (workspace_id, order_id)
select distinct workspace_id, order_id from touches where identity_id is null and order_id is not null on conflict do nothing;
`;
