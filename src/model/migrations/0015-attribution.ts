/** The attribution model that a workspace's figures use where none is asked for. */
export const up = /* sql */ `
alter table workspaces add column attribution_model text not null default 'LAST_NON_DIRECT';
`;
