/** How far each stream of a run is, records that are gone at their source, and the fields that records have had. */
export const up = /* sql */ `
create table run_streams (
  workspace_id uuid not null, run_id uuid not null, stream text not null, status text not null,
  read bigint not null, written bigint not null, rejected bigint not null, deleted bigint not null,
  share double precision, error_kind text, error text, drift jsonb not null, started_at timestamptz,
  finished_at timestamptz, updated_at timestamptz not null,
  primary key (workspace_id, run_id, stream),
  foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete cascade
);
create table stream_fields (
  workspace_id uuid not null, source_id uuid not null, stream text not null, field text not null,
  types text[] not null, seen bigint not null, first_run_id uuid not null, last_run_id uuid not null,
  primary key (workspace_id, source_id, stream, field),
  foreign key (workspace_id, source_id) references sources (workspace_id, id) on delete cascade
);

alter table raw_records add column deleted_at timestamptz, add column day date;
create index raw_records_by_day on raw_records (workspace_id, source_id, stream, day) where day is not null;
`;
