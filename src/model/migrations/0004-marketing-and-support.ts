/** How customers came, and how they were served. */
export const up = /* sql */ `
create table channels (
  workspace_id uuid not null, id uuid not null, name text not null, kind text not null, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table campaigns (
  workspace_id uuid not null, id uuid not null, channel_id uuid, name text not null, started_on date,
  ended_on date, source_id uuid not null, external_id text not null, stream text not null,
  record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table ad_sets (
  workspace_id uuid not null, id uuid not null, campaign_id uuid, name text not null, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table ad_spend (
  workspace_id uuid not null, id uuid not null, day date, account_zone text, channel_id uuid, campaign_id uuid,
  ad_set_id uuid, ad text, spend numeric not null, currency text not null, impressions bigint, clicks bigint,
  conversions numeric, source_id uuid not null, external_id text not null, stream text not null,
  record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table touches (
  workspace_id uuid not null, id uuid not null, identity_id uuid, order_id uuid, at timestamptz not null,
  kind text not null, channel_id uuid, campaign_id uuid, utm_source text, utm_medium text, utm_campaign text,
  click_id_kind text, click_id text, referrer text, landing text, device text, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table leads (
  workspace_id uuid not null, id uuid not null, identity_id uuid, first_contact_at timestamptz, origin text,
  landing text, status text not null, won_at timestamptz, segment text, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table tickets (
  workspace_id uuid not null, id uuid not null, identity_id uuid, order_id uuid, subject text, channel text,
  priority text, status text not null, opened_at timestamptz not null, first_reply_at timestamptz,
  first_solved_at timestamptz, solved_at timestamptz, reopens int, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table ticket_events (
  workspace_id uuid not null, id uuid not null, ticket_id uuid not null, at timestamptz not null,
  kind text not null, actor text not null, public boolean not null, value text, source_id uuid not null,
  external_id text not null, stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table business_calendars (
  workspace_id uuid not null, id uuid not null, name text not null, time_zone text not null, hours jsonb not null,
  holidays jsonb not null, valid_from date, valid_to date, source_id uuid not null, external_id text not null,
  stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table survey_answers (
  workspace_id uuid not null, id uuid not null, identity_id uuid, order_id uuid, ticket_id uuid, product_id uuid,
  kind text not null, score numeric, scale_min numeric not null, scale_max numeric not null, sent_at timestamptz,
  answered_at timestamptz, comment text, source_id uuid not null, external_id text not null, stream text not null,
  record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);
create table quote_requests (
  workspace_id uuid not null, id uuid not null, identity_id uuid, requested_at timestamptz not null, subject text,
  source_id uuid not null, external_id text not null, stream text not null, record_key text not null,
  run_id uuid not null,
  primary key (workspace_id, id)
);
create table quotes (
  workspace_id uuid not null, id uuid not null, request_id uuid, identity_id uuid, sent_at timestamptz,
  decided_at timestamptz, status text not null, total numeric, currency text, order_id uuid,
  source_id uuid not null, external_id text not null, stream text not null, record_key text not null,
  run_id uuid not null,
  primary key (workspace_id, id)
);
create table engagement_events (
  workspace_id uuid not null, id uuid not null, identity_id uuid, at timestamptz not null, kind text not null,
  channel text, campaign_id uuid, properties jsonb, source_id uuid not null, external_id text not null,
  stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);

create index ad_spend_by_day on ad_spend (workspace_id, day);
create index touches_by_identity on touches (workspace_id, identity_id);
create index leads_by_identity on leads (workspace_id, identity_id);
create index tickets_by_identity on tickets (workspace_id, identity_id);
create index survey_answers_by_identity on survey_answers (workspace_id, identity_id);
create index quote_requests_by_identity on quote_requests (workspace_id, identity_id);
create index quotes_by_identity on quotes (workspace_id, identity_id);
create index engagement_events_by_identity on engagement_events (workspace_id, identity_id);
create index ticket_events_by_ticket on ticket_events (workspace_id, ticket_id, at);
create index survey_answers_by_order on survey_answers (workspace_id, order_id);
create index engagement_events_in_time on engagement_events using brin (at);
`;
