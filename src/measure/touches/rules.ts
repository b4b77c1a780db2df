import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import { holdWorkspace } from '../../model/data-version.ts';
import { type ChannelKind, channelKinds } from '../../model/marketing.ts';
import { readDirectory } from './directory.ts';
import { builtInChannel, classifyAll, classifyStale, readOrigins } from './origins.ts';
import type { ChannelRule, RuleCondition } from './rule.ts';

const mostRules = 200;
const mostConditions = 10;
const longestValue = 200;

/** Touches that another channel would get, or have got: how many, and from how many origins. */
export interface ChannelMove {
  from: string;
  to: string;
  toKind: ChannelKind;
  origins: number;
  touches: number;
}

/**
 * What a workspace's touches would become with other rules: those whose channel changes, most touches first. Fails with
 * BAD_INPUT naming the rule that cannot be.
 */
export async function previewRules(
  em: SqlEntityManager,
  workspaceId: string,
  rules: readonly ChannelRule[],
): Promise<ChannelMove[]> {
  const directory = await readDirectory(em, workspaceId);
  checkRules(rules, workspaceId, (id) => directory.channels.has(id));
  const origins = await readOrigins(em, workspaceId, sql`true`);
  const changed = classifyAll(workspaceId, { ...directory, rules }, origins).filter(
    ({ channelId, origin }) => origin.channelId !== null && channelId !== origin.channelId,
  );
  const touches = await touchesFrom(
    em,
    workspaceId,
    changed.map(({ origin }) => origin.id),
  );
  const moves = Map.groupBy(changed, ({ channelId, origin }) => `${origin.channelId} ${channelId}`);
  return [...moves.values()]
    .map((group) => ({
      from: group[0]!.origin.channelId!,
      to: group[0]!.channelId,
      toKind: group[0]!.kind,
      origins: group.length,
      touches: group.reduce((sum, { origin }) => sum + (touches.get(origin.id) ?? 0), 0),
    }))
    .toSorted((one, other) => other.touches - one.touches || (one.from + one.to < other.from + other.to ? -1 : 1));
}

/** Puts rules in the place of a workspace's own and classifies all origins by them, in the transaction of `em`. */
export async function saveRules(
  em: SqlEntityManager,
  workspaceId: string,
  rules: readonly ChannelRule[],
): Promise<void> {
  const db = em.getKysely();
  await holdWorkspace(em, workspaceId);
  await sql`delete from channel_rules where workspace_id = ${workspaceId}`.execute(db);
  const rows = rules.map(({ conditions, kind, channelId }, position) => ({ position, conditions, kind, channelId }));
  await sql`
    insert into channel_rules (workspace_id, position, conditions, kind, channel_id)
    select ${workspaceId}::uuid, r.position, r.conditions, r.kind, r."channelId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (position int, conditions jsonb, kind text, "channelId" uuid)`.execute(db);
  await sql`update touch_origins set stale = true where workspace_id = ${workspaceId}`.execute(db);
  await classifyStale(em, workspaceId);
}

function checkRules(rules: readonly ChannelRule[], workspaceId: string, isChannel: (id: string) => boolean): void {
  if (rules.length > mostRules) fail('BAD_INPUT', { field: 'rules', reason: `are more than ${mostRules}` });
  const ours = new Set(channelKinds.map((kind) => builtInChannel(workspaceId, kind)));
  rules.forEach(({ conditions, kind, channelId }, index) => {
    const field = `rules.${index}`;
    if ((kind === null) === (channelId === null)) {
      fail('BAD_INPUT', { field, reason: 'must name a kind or a channel, and not both' });
    }
    if (channelId !== null && ours.has(channelId)) {
      fail('BAD_INPUT', { field: `${field}.channel`, reason: 'is a built-in channel: name its kind instead' });
    }
    if (channelId !== null && !isChannel(channelId)) {
      fail('BAD_INPUT', { field: `${field}.channel`, reason: 'names no channel of this workspace' });
    }
    if (conditions.length < 1 || conditions.length > mostConditions) {
      fail('BAD_INPUT', { field: `${field}.conditions`, reason: `must be from 1 to ${mostConditions}` });
    }
    conditions.forEach((condition, at) => checkCondition(condition, `${field}.conditions.${at}.value`));
  });
}

function checkCondition({ match, value }: RuleCondition, field: string): void {
  if (value.length > longestValue) fail('BAD_INPUT', { field, reason: `is longer than ${longestValue} characters` });
  if (match !== 'EQUALS' && value.trim() === '') {
    fail('BAD_INPUT', { field, reason: 'is empty, which every text begins with and contains; EQUALS finds none told' });
  }
}

async function touchesFrom(
  em: SqlEntityManager,
  workspaceId: string,
  originIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; touches: number }>`
    select origin_id as id, count(*)::int as touches from touch_facts
    where workspace_id = ${workspaceId} and origin_id = any (${originIds}::uuid[]) group by origin_id`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ id, touches }) => [id, touches]));
}
