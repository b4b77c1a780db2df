/** Calendars of a workspace's own, and when every calendar is open. Indexes for the first request of all. */
export const up = /* sql */ `
create table own_calendars (
  workspace_id uuid not null, name text not null, schedules jsonb not null, updated_at timestamptz not null,
  primary key (workspace_id, name)
);
create table open_hours (
  workspace_id uuid not null, calendar text not null, digest text not null, turns double precision[] not null,
  open_before double precision[] not null, open_after double precision[] not null,
  primary key (workspace_id, calendar)
);
create index tickets_by_opened_at on tickets (workspace_id, opened_at);
create index quote_requests_by_requested_at on quote_requests (workspace_id, requested_at);
`;
