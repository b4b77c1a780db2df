/** Segments without a filter are lists. They hold identities, which stay what they are when customers merge or split. */
export const up = /* sql */ `
alter table segments alter column filter drop not null;
create table segment_members (
  workspace_id uuid not null, segment_id uuid not null, identity_id uuid not null, added_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, segment_id, identity_id, added_at)
);
create unique index segment_members_present on segment_members (workspace_id, segment_id, identity_id)
  where removed_at is null;
`;
