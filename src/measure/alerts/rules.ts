import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { fail } from '../../errors.ts';
import { AlertRule as RuleRow } from '../../model/alert.ts';
import { factId } from '../../model/ids.ts';
import type { MeasureContext } from '../context.ts';
import { listCpis } from '../cpi/list.ts';
import { metrics } from '../measure.ts';
import type { AlertGrain } from './course.ts';

export const alertKinds = ['TARGET', 'UNUSUAL'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** What is watched, and what is told of it. */
export interface RuleSettings {
  name: string;
  /** Key of the CPI, or of the metric, that is watched; every CPI where both are null. */
  cpi: string | null;
  metric: string | null;
  /** Which calendar units are judged; null takes the finest that hold enough. */
  grain: AlertGrain | null;
  kinds: AlertKind[];
  /** Days for which nothing more of a kind is told of what was told. */
  quietDays: number;
  enabled: boolean;
}

export interface Rule extends RuleSettings {
  id: string;
  /** There from the start; it can be changed and switched off, but not removed. */
  builtIn: boolean;
}

const everyCpi: RuleSettings = {
  name: 'Every CPI',
  cpi: null,
  metric: null,
  grain: null,
  kinds: ['TARGET', 'UNUSUAL'],
  quietDays: 28,
  enabled: true,
};
const builtInId = (workspaceId: string) => factId(workspaceId, '', 'alertRule', 'every-cpi');

/** The rules of a workspace: the one that is there from the start, then its own by name. */
export async function listRules(em: SqlEntityManager, workspaceId: string): Promise<Rule[]> {
  const id = builtInId(workspaceId);
  const stored = await em.find(RuleRow, { workspaceId }, { orderBy: { name: 'asc', id: 'asc' } });
  const rules = stored.map((row): Rule => ({
    ...row,
    grain: row.grain as AlertGrain | null,
    kinds: row.kinds as AlertKind[],
    cpi: row.cpi ?? null,
    metric: row.metric ?? null,
    builtIn: row.id === id,
  }));
  const builtIn = rules.find((rule) => rule.builtIn) ?? { ...everyCpi, id, builtIn: true };
  return [builtIn, ...rules.filter((rule) => !rule.builtIn)];
}

/** Makes a rule, or changes that of the id. Fails with BAD_INPUT that names the field. */
export async function saveRule(
  context: MeasureContext,
  settings: RuleSettings,
  id: string = randomUUID(),
): Promise<Rule> {
  await checkRule(context, settings);
  const { em, workspace } = context;
  const row = { workspaceId: workspace.id, id, ...settings, name: settings.name.trim(), updatedAt: new Date() };
  await em.upsert(RuleRow, row);
  return { ...settings, id, name: row.name, builtIn: id === builtInId(workspace.id) };
}

/** Forgets a rule; what it found stays. Fails with BAD_INPUT for the one that is there from the start. */
export async function removeRule({ em, workspace }: MeasureContext, { id, builtIn }: Rule): Promise<void> {
  if (builtIn) fail('BAD_INPUT', { field: 'id', reason: 'names the rule that is there from the start: switch it off' });
  await em.nativeDelete(RuleRow, { workspaceId: workspace.id, id });
}

async function checkRule(
  context: MeasureContext,
  { name, cpi, metric, kinds, quietDays }: RuleSettings,
): Promise<void> {
  const refuse = (field: string, reason: string) => fail('BAD_INPUT', { field, reason });
  if (name.trim() === '') refuse('name', 'is empty');
  if (name.length > 200) refuse('name', 'is longer than 200 characters');
  if (cpi !== null && metric !== null)
    refuse('metric', 'is given beside cpi: watch one of them, and make another rule');
  const cpis = (await listCpis(context)).map(({ definition }) => definition.key);
  if (cpi !== null && !cpis.includes(cpi)) refuse('cpi', `names no CPI: "${cpi}". There are ${cpis.join(', ')}`);
  if (metric !== null && !metrics.some(({ key }) => key === metric))
    refuse('metric', `names no metric: "${metric}". The query "metrics" lists all keys`);
  if (kinds.length === 0) refuse('kinds', 'is empty: name TARGET, UNUSUAL or both');
  if (metric !== null && kinds.includes('TARGET')) refuse('kinds', 'has TARGET, but only CPIs have targets');
  if (!Number.isInteger(quietDays) || quietDays < 0 || quietDays > 365) refuse('quietDays', 'must be from 0 to 365');
}
