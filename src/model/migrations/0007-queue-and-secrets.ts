/** Runs that wait, schedules, and what sources must keep secret. */
export const up = /* sql */ `
create table source_secrets (
  workspace_id uuid not null, source_id uuid not null, name text not null, sealed text not null,
  updated_at timestamptz not null,
  primary key (workspace_id, source_id, name),
  foreign key (workspace_id, source_id) references sources (workspace_id, id) on delete cascade
);
alter table sources add column schedule text, add column next_run_at timestamptz;
alter table runs alter column started_at drop not null,
  add column trigger text not null default 'MANUAL', add column "full" boolean not null default false,
  add column attempt int not null default 1, add column requested_at timestamptz, add column due_at timestamptz,
  add column cancel_requested_at timestamptz;
update runs set requested_at = started_at, due_at = started_at;
alter table runs alter column requested_at set not null, alter column due_at set not null;

drop index runs_by_source;
create index runs_by_source on runs (workspace_id, source_id, requested_at desc);
create unique index runs_waiting on runs (workspace_id, source_id) where status = 'QUEUED';
create index runs_unfinished on runs (due_at) where status in ('QUEUED', 'RUNNING');
create index sources_due on sources (next_run_at) where next_run_at is not null;
`;
