/** The group that a source itself puts a customer into, such as a shop's own RFM group. */
export const up = /* sql */ `
alter table identities add column source_group text;
`;
