/** Tenants, their keys, and the raw records that sources yield. */
export const up = /* sql */ `
create table workspaces (
  id uuid not null, name text not null, currency text not null, time_zone text not null, country text,
  loyal_after_orders int not null, churn_after_days int not null, new_for_days int not null,
  simulated boolean not null, created_at timestamptz not null,
  primary key (id)
);
create table api_keys (
  id uuid not null, workspace_id uuid not null, label text not null, prefix text not null, hash text not null,
  scopes text[] not null, created_at timestamptz not null, last_used_at timestamptz, expires_at timestamptz,
  revoked_at timestamptz,
  primary key (id),
  foreign key (workspace_id) references workspaces (id) on delete cascade
);
create table sources (
  workspace_id uuid not null, id uuid not null, connector text not null, name text not null,
  settings jsonb not null, enabled boolean not null, created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id) references workspaces (id) on delete cascade
);
create table streams (
  workspace_id uuid not null, source_id uuid not null, name text not null, entities text not null,
  first_party boolean not null, personal_data boolean not null, cursor jsonb, rows bigint not null,
  data_through timestamptz, updated_at timestamptz not null,
  primary key (workspace_id, source_id, name),
  foreign key (workspace_id, source_id) references sources (workspace_id, id) on delete cascade
);
create table runs (
  workspace_id uuid not null, id uuid not null, source_id uuid not null, status text not null,
  started_at timestamptz not null, finished_at timestamptz, read bigint not null, written bigint not null,
  rejected bigint not null, error text,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references sources (workspace_id, id) on delete cascade
);
create table batches (
  workspace_id uuid not null, source_id uuid not null, stream text not null, seq bigint not null,
  run_id uuid not null, landed_at timestamptz not null, unified_at timestamptz,
  primary key (workspace_id, source_id, stream, seq),
  foreign key (workspace_id, source_id) references sources (workspace_id, id) on delete cascade
);
create table raw_records (
  workspace_id uuid not null, source_id uuid not null, stream text not null, key text not null, hash text not null,
  payload json not null, position text, batch_seq bigint not null, ordinal int not null, run_id uuid not null,
  landed_at timestamptz not null,
  primary key (workspace_id, source_id, stream, key),
  foreign key (workspace_id, source_id) references sources (workspace_id, id) on delete cascade
);
create table rejects (
  workspace_id uuid not null, source_id uuid not null, stream text not null, key text not null,
  field text not null, position text, reason text not null, value text, run_id uuid not null,
  rejected_at timestamptz not null,
  primary key (workspace_id, source_id, stream, key, field),
  foreign key (workspace_id, source_id) references sources (workspace_id, id) on delete cascade
);

create unique index api_keys_hash on api_keys (hash);
create index runs_by_source on runs (workspace_id, source_id, started_at desc);
create index raw_records_by_batch on raw_records (workspace_id, source_id, stream, batch_seq, ordinal);
create index batches_not_unified on batches (workspace_id, source_id, stream, seq) where unified_at is null;
`;
