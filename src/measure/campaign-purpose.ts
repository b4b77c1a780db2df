import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { holdWorkspace } from '../model/data-version.ts';

/** What campaigns are there for; one of which nothing was said is there to win customers. */
export const campaignPurposes = ['ACQUISITION', 'RETENTION'] as const;
export type CampaignPurpose = (typeof campaignPurposes)[number];

/** Says what a campaign is there for. To be called in a transaction. */
export async function setPurpose(
  em: SqlEntityManager,
  workspaceId: string,
  campaignId: string,
  purpose: CampaignPurpose,
): Promise<void> {
  await holdWorkspace(em, workspaceId);
  await sql`
    insert into campaign_purposes (workspace_id, campaign_id, purpose) values (${workspaceId}, ${campaignId}, ${purpose})
    on conflict (workspace_id, campaign_id) do update set purpose = excluded.purpose`.execute(em.getKysely());
}

/** What was said of campaigns, by their ids. */
export async function purposesOf(
  em: SqlEntityManager,
  workspaceId: string,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, CampaignPurpose>> {
  const { rows } = await sql<{ id: string; purpose: CampaignPurpose }>`
    select campaign_id as id, purpose from campaign_purposes
    where workspace_id = ${workspaceId} and campaign_id = any (${[...campaignIds]}::uuid[])`.execute(em.getKysely());
  return new Map(rows.map(({ id, purpose }) => [id, purpose]));
}
