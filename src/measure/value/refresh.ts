import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { holdWorkspace } from '../../model/data-version.ts';
import type { Store } from '../../store/store.ts';
import { openContext } from '../context.ts';
import { addDays, daysBetween } from '../period.ts';
import { epoch, type FittedValue } from './fitted.ts';
import { readHistories, readHoldOut, readRepeatsByWeek } from './histories.ts';
import { type KeptModel, modelOn } from './model-of.ts';
import { runTask } from '../thread/run.ts';

/** A model serves so many days of data, unless the number of customers has changed by so large a share before. */
const refitAfterDays = 7;
const refitAfterChange = 0.1;
/** Scores of customers to whom nothing happens are renewed as often. */
const rescoreAfterDays = 7;
/** The back-test foretells the last weeks, at most so many, and never more than a third of all that is known. */
const mostHoldOutWeeks = 26;
const writeSize = 5000;

interface Options {
  onProgress?: ((progress: { step: 'MODEL' | 'SCORES'; count: number }) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Brings models and scores up to date: fits anew where the model has become old, and scores the customers that were touched
 * since, or all of them with a new model. The mathematics runs in a thread of its own. A second process leaves it to the
 * first. `signal` ends the thread at once, and its reason is thrown; scores written so far stay. Returns how many customers were scored.
 */
export async function refreshForecasts(store: Store, workspaceId: string, options: Options = {}): Promise<number> {
  const holder = store.em();
  await holder.begin();
  try {
    const { rows } = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`clientela forecasts ${workspaceId}`}, 0)) as held`.execute(
      holder.getKysely(),
    );
    return rows[0]!.held ? await refresh(store, workspaceId, options) : 0;
  } finally {
    await holder.rollback();
  }
}

async function refresh(store: Store, workspaceId: string, { onProgress, signal }: Options): Promise<number> {
  const em = store.em();
  const { asOf, span } = await openContext(em, workspaceId);
  if (!span) return 0;
  let model = await modelOn(em, workspaceId, asOf);
  if (!model || (await isOld(store, workspaceId, model, asOf))) {
    const fit = await fitAnew(store, workspaceId, { asOf, from: span.from }, { onProgress, signal });
    if (!fit) return 0;
    model = await keep(store, workspaceId, asOf, fit);
  }
  const stale = sql`not exists (
    select 1 from customer_forecasts f where f.workspace_id = h.workspace_id and f.customer_id = h.customer_id
      and f.model_id = ${model.id} and f.as_of > ${addDays(asOf, -rescoreAfterDays)}::date and f.as_of <= ${asOf}::date)
    and h.last_day <= ${asOf}::date`;
  const { ids, columns } = await readHistories(em, workspaceId, stale);
  if (ids.length === 0) return 0;
  const task = { fitted: model.fit, histories: columns, asOf: daysBetween(epoch, asOf) };
  const scores = await runTask('score', task, signal);
  for (let from = 0; from < ids.length; from += writeSize) {
    signal?.throwIfAborted();
    const part = (values: Float64Array) => [...values.subarray(from, from + writeSize)];
    const values = part(scores.value).map((value) => (Number.isNaN(value) ? null : value.toFixed(6)));
    await change(
      store,
      workspaceId,
      sql`
      insert into customer_forecasts (workspace_id, customer_id, model_id, as_of, alive, purchases, value)
      select ${workspaceId}::uuid, s.id, ${model.id}::uuid, ${asOf}::date, s.alive, s.purchases, s.value
      from unnest(${ids.slice(from, from + writeSize)}::uuid[], ${part(scores.alive)}::float8[],
        ${part(scores.purchases)}::float8[], ${values}::numeric[]) as s (id, alive, purchases, value)
      join purchase_histories h on h.workspace_id = ${workspaceId} and h.customer_id = s.id
      on conflict (workspace_id, customer_id) do update set model_id = excluded.model_id, as_of = excluded.as_of,
        alive = excluded.alive, purchases = excluded.purchases, value = excluded.value`,
    );
    onProgress?.({ step: 'SCORES', count: Math.min(from + writeSize, ids.length) });
  }
  return ids.length;
}

async function isOld(store: Store, workspaceId: string, model: KeptModel, asOf: string): Promise<boolean> {
  if (daysBetween(model.asOf, asOf) >= refitAfterDays) return true;
  const { rows } = await sql<{ customers: number }>`
    select count(*)::int as customers from purchase_histories where workspace_id = ${workspaceId}`.execute(
    store.em().getKysely(),
  );
  return Math.abs(rows[0]!.customers / model.fit.customers - 1) > refitAfterChange;
}

async function fitAnew(
  store: Store,
  workspaceId: string,
  { asOf, from }: { asOf: string; from: string },
  { onProgress, signal }: Options,
): Promise<FittedValue | null> {
  const em = store.em();
  const { columns } = await readHistories(em, workspaceId, sql`h.last_day <= ${asOf}::date`);
  onProgress?.({ step: 'MODEL', count: columns.repeats.length });
  const weeks = Math.min(mostHoldOutWeeks, Math.floor(daysBetween(from, asOf) / 21));
  const day = addDays(asOf, -7 * weeks);
  const before = weeks > 0 ? await readHoldOut(em, workspaceId, day) : null;
  return runTask(
    'fit',
    {
      histories: columns,
      asOf: daysBetween(epoch, asOf),
      repeatsByWeek: await readRepeatsByWeek(em, workspaceId),
      holdOut: before && { ...before, histories: before.columns, day: daysBetween(epoch, day) },
    },
    signal,
  );
}

async function keep(store: Store, workspaceId: string, asOf: string, fit: FittedValue): Promise<KeptModel> {
  const model = { id: randomUUID(), asOf, fittedAt: new Date(), fit };
  await change(
    store,
    workspaceId,
    sql`
    insert into value_models (workspace_id, id, as_of, fitted_at, name, fit)
    values (${workspaceId}, ${model.id}, ${asOf}, ${model.fittedAt}, ${fit.name}, ${JSON.stringify(fit)}::jsonb)`,
  );
  return model;
}

async function change(store: Store, workspaceId: string, statement: RawBuilder<unknown>): Promise<void> {
  await store.repeatable(async (em) => {
    await holdWorkspace(em, workspaceId);
    await statement.execute(em.getKysely());
  });
}
