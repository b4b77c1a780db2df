/** What vendors told by themselves, until it is taken; afterwards its id alone, so that it is taken once. */
export const up = /* sql */ `
create table webhook_deliveries (
  workspace_id uuid not null, source_id uuid not null, id text not null, seq bigint generated always as identity,
  status text not null, received_at timestamptz not null, url text not null, headers jsonb not null, body bytea,
  tries int not null, retry_at timestamptz, error text,
  primary key (workspace_id, source_id, id),
  foreign key (workspace_id, source_id) references sources (workspace_id, id) on delete cascade
);

create index webhook_deliveries_waiting on webhook_deliveries (workspace_id, source_id, seq) where status = 'WAITING';
create index webhook_deliveries_done on webhook_deliveries (workspace_id, source_id, received_at) where status <> 'WAITING';
create unique index sources_by_id on sources (id);
`;
