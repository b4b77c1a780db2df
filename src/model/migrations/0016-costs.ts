/** Costs of marketing that are no ads, what campaigns are for, and what platforms told of a day before they restated it. */
export const up = /* sql */ `
create table cost_entries (
  workspace_id uuid not null, id uuid not null, kind text not null, starts_on date not null, ends_on date,
  amount numeric not null, currency text not null, channel_id uuid, campaign_id uuid, note text,
  source_id uuid, external_id text, stream text, record_key text, run_id uuid,
  primary key (workspace_id, id)
);
create table campaign_purposes (
  workspace_id uuid not null, campaign_id uuid not null, purpose text not null,
  primary key (workspace_id, campaign_id)
);
create table ad_spend_versions (
  workspace_id uuid not null, ad_spend_id uuid not null, seen_at timestamptz not null, source_id uuid not null,
  stream text not null, run_id uuid not null, day date, channel_id uuid, campaign_id uuid, ad_set_id uuid, ad text, spend numeric,
  currency text, impressions bigint, clicks bigint, conversions numeric,
  primary key (workspace_id, ad_spend_id, seen_at)
);
create index ad_spend_versions_by_day on ad_spend_versions (workspace_id, day);
create index ad_spend_versions_by_source on ad_spend_versions (workspace_id, source_id);

-- Of what was read before versions were kept, the last one is known.
insert into ad_spend_versions
select a.workspace_id, a.id, coalesce(r.started_at, now()), a.source_id, a.stream, a.run_id, a.day, a.channel_id, a.campaign_id,
  a.ad_set_id, a.ad, a.spend, a.currency, a.impressions, a.clicks, a.conversions
from ad_spend a left join runs r on r.workspace_id = a.workspace_id and r.id = a.run_id;
`;
