/** Experiments, and who was in which arm of them: identities, which stay what they are when customers merge or split. */
export const up = /* sql */ `
create table experiments (
  workspace_id uuid not null, id uuid not null, name text not null, hypothesis text not null, outcome text not null,
  design jsonb not null, starts_on date not null, ends_on date not null, winsorise_at double precision,
  channel_id uuid, campaign_id uuid, cost numeric, created_at timestamptz not null, started_at timestamptz,
  stopped_at timestamptz, stopped_on date,
  primary key (workspace_id, id)
);
create unique index experiments_by_name on experiments (workspace_id, name);
create table experiment_members (
  workspace_id uuid not null, experiment_id uuid not null, identity_id uuid not null, arm text not null,
  primary key (workspace_id, experiment_id, identity_id)
);
`;
