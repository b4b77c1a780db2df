/** CPIs of a workspace's own, and what became of every promise. Indexes to find what belongs to a request. */
export const up = /* sql */ `
create table cpis (
  workspace_id uuid not null, id uuid not null, key text not null, created_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index cpis_by_key on cpis (workspace_id, key);
create table cpi_versions (
  workspace_id uuid not null, cpi_id uuid not null, number int not null, since date, definition jsonb not null,
  created_at timestamptz not null,
  primary key (workspace_id, cpi_id, number)
);
create table cpi_fills (
  workspace_id uuid not null, cpi_id uuid not null, version int not null, digest text not null, reached uuid,
  done int not null, total int not null, finished boolean not null,
  primary key (workspace_id, cpi_id, version)
);
create table cpi_outcomes (
  workspace_id uuid not null, cpi_id uuid not null, version int not null, subject_id uuid not null, identity_id uuid,
  order_id uuid, source_id uuid not null, stream text not null, day date not null, since timestamptz not null,
  due_at timestamptz, done_at timestamptz, kept boolean not null, excluded_reason text, excluded_from timestamptz,
  primary key (workspace_id, cpi_id, version, subject_id)
);
create table touched_subjects (
  workspace_id uuid not null, subject text not null, subject_id uuid not null,
  primary key (workspace_id, subject, subject_id)
);
create index cpi_outcomes_by_day on cpi_outcomes (workspace_id, cpi_id, version, day);
create index cpi_outcomes_by_identity on cpi_outcomes (workspace_id, identity_id) where identity_id is not null;
create index cpi_outcomes_by_order on cpi_outcomes (workspace_id, order_id) where order_id is not null;
create index touched_definitions on touched_subjects (workspace_id) where subject = 'DEFINITION';
create index quotes_by_request on quotes (workspace_id, request_id);
`;
