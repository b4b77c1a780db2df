/** Counts what changes a workspace's data, so that figures can be kept for as long as they hold. Indexes for pages of customers. */
export const up = /* sql */ `
alter table workspaces add column data_version bigint not null default 0;
create index customer_facts_by_orders on customer_facts (workspace_id, orders desc, customer_id);
create index refund_facts_by_customer on refund_facts (workspace_id, customer_id);
`;
