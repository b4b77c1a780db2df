/** People and companies, and who is who. */
export const up = /* sql */ `
create table customers (
  workspace_id uuid not null, id uuid not null, name text, email text, phone text, country text, region text,
  city text, first_seen_at timestamptz,
  primary key (workspace_id, id)
);
create table identities (
  workspace_id uuid not null, id uuid not null, customer_id uuid not null, seq bigint not null, name text,
  email text, phone text, country text, region text, city text, guest boolean not null, first_seen_at timestamptz,
  source_id uuid not null, external_id text not null, stream text not null, record_key text not null,
  run_id uuid not null,
  primary key (workspace_id, id)
);
create table identifiers (
  workspace_id uuid not null, kind text not null, value text not null, identity_id uuid not null, violation text,
  primary key (workspace_id, kind, value, identity_id)
);
create table identity_links (
  workspace_id uuid not null, id uuid not null, seq bigint not null, identity_id uuid not null,
  decision text not null, from_customer_id uuid, to_customer_id uuid not null, matched_on text[] not null,
  confidence numeric not null, decided_at timestamptz not null, run_id uuid,
  primary key (workspace_id, id)
);
create table consents (
  workspace_id uuid not null, id uuid not null, identity_id uuid not null, channel text not null,
  granted boolean not null, since timestamptz not null, source_id uuid not null, external_id text not null,
  stream text not null, record_key text not null, run_id uuid not null,
  primary key (workspace_id, id)
);

create unique index identities_by_source_key on identities (workspace_id, source_id, external_id);
create unique index identities_by_seq on identities (workspace_id, seq);
create index identities_by_customer on identities (workspace_id, customer_id);
create index identifiers_by_identity on identifiers (workspace_id, identity_id);
create unique index identity_links_by_seq on identity_links (workspace_id, seq);
create index identity_links_by_identity on identity_links (workspace_id, identity_id);
create index consents_by_identity on consents (workspace_id, identity_id);
create index customers_by_email on customers (workspace_id, email);
create index customers_by_first_seen on customers (workspace_id, first_seen_at, id);
`;
