import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Decimal } from 'decimal.js';
import { fail } from '../../errors.ts';
import { CostEntry } from '../../model/cost.ts';
import { holdWorkspace } from '../../model/data-version.ts';
import { Campaign, Channel } from '../../model/marketing.ts';
import { type EntryKind, entryKinds } from '../cost-rows.ts';
import { currencyDecimals } from '../currency-decimals.ts';
import { daysBetween, resolvePeriod } from '../period.ts';

/** A cost as somebody enters it. */
export interface EnteredCost {
  kind: EntryKind;
  startsOn: string;
  /** The last of its days; a cost of one day has none. */
  endsOn: string | null;
  /** Exact decimal text. */
  amount: string;
  currency: string;
  channelId: string | null;
  campaignId: string | null;
  note: string | null;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const mostDays = 3653;
const longestNote = 1000;

/** Enters a cost. Fails with BAD_INPUT naming the field where it cannot be. To be called in a transaction, like the others. */
export async function enterCost(em: SqlEntityManager, workspaceId: string, entered: EnteredCost): Promise<CostEntry> {
  await checkCost(em, workspaceId, entered);
  await holdWorkspace(em, workspaceId);
  const nowhere = { sourceId: null, externalId: null, stream: null, recordKey: null, runId: null };
  const entry: CostEntry = { ...entered, ...nowhere, workspaceId, id: randomUUID() };
  await em.insert(CostEntry, entry);
  return entry;
}

/** Changes some of an entry. Fails with BAD_INPUT, also where it was not entered by hand. */
export async function changeCost(
  em: SqlEntityManager,
  workspaceId: string,
  id: string,
  changes: Partial<EnteredCost>,
): Promise<CostEntry> {
  const entry = await enteredByHand(em, workspaceId, id);
  const changed = { ...entry, ...changes };
  await checkCost(em, workspaceId, changed);
  await holdWorkspace(em, workspaceId);
  await em.nativeUpdate(CostEntry, { workspaceId, id }, changes);
  return changed;
}

/** Forgets an entry. Fails with BAD_INPUT where there is none, or it was not entered by hand. */
export async function forgetCost(em: SqlEntityManager, workspaceId: string, id: string): Promise<void> {
  await enteredByHand(em, workspaceId, id);
  await holdWorkspace(em, workspaceId);
  await em.nativeDelete(CostEntry, { workspaceId, id });
}

async function enteredByHand(em: SqlEntityManager, workspaceId: string, id: string): Promise<CostEntry> {
  const entry = uuid.test(id) ? await em.findOne(CostEntry, { workspaceId, id }, { disableIdentityMap: true }) : null;
  if (!entry) return fail('BAD_INPUT', { field: 'id', reason: 'names no cost of this workspace' });
  if (entry.sourceId === null) return entry;
  return fail('BAD_INPUT', {
    field: 'id',
    reason: 'names a cost that a source told of: change it there, and read it again',
  });
}

type Checked = Pick<CostEntry, keyof EnteredCost>;

async function checkCost(em: SqlEntityManager, workspaceId: string, cost: Checked): Promise<void> {
  const { kind, startsOn, endsOn, amount, currency, channelId, campaignId, note } = cost;
  if (!entryKinds.some((known) => known === kind))
    fail('BAD_INPUT', { field: 'kind', reason: `is "${kind}"; there are ${entryKinds.join(', ')}` });
  resolvePeriod({ between: { from: startsOn, to: startsOn } }, startsOn, 'startsOn');
  if (endsOn != null) {
    resolvePeriod({ between: { from: endsOn, to: endsOn } }, endsOn, 'endsOn');
    if (endsOn < startsOn)
      fail('BAD_INPUT', { field: 'endsOn', reason: `is ${endsOn}, before startsOn (${startsOn})` });
    if (daysBetween(startsOn, endsOn) >= mostDays)
      fail('BAD_INPUT', { field: 'endsOn', reason: `is more than ten years after startsOn (${startsOn})` });
  }
  if (!/^-?\d{1,30}(\.\d{1,18})?$/.test(amount))
    fail('BAD_INPUT', { field: 'amount', reason: `is "${amount}"; write a decimal number such as 900.00` });
  const digits = currencyDecimals().get(currency);
  if (digits === undefined)
    return fail('BAD_INPUT', { field: 'currency', reason: `is "${currency}"; give an ISO 4217 code such as EUR` });
  if (new Decimal(amount).decimalPlaces() > digits)
    fail('BAD_INPUT', { field: 'amount', reason: `is ${amount}; ${currency} has ${digits} decimals` });
  if (note != null && note.length > longestNote)
    fail('BAD_INPUT', { field: 'note', reason: `is longer than ${longestNote} characters` });
  const channel = channelId && (await em.findOne(Channel, { workspaceId, id: channelId }));
  if (channelId && !channel) fail('BAD_INPUT', { field: 'channel', reason: 'names no channel of this workspace' });
  const campaign = campaignId && (await em.findOne(Campaign, { workspaceId, id: campaignId }));
  if (campaignId && !campaign) fail('BAD_INPUT', { field: 'campaign', reason: 'names no campaign of this workspace' });
  if (channelId && campaign && campaign.channelId !== channelId)
    fail('BAD_INPUT', { field: 'campaign', reason: 'belongs to another channel' });
}
