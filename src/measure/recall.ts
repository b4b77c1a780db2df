import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import pLimit, { type LimitFunction } from 'p-limit';
import type { MeasureContext } from './context.ts';
import { Memo } from './memo.ts';

type Asked = Pick<MeasureContext, 'em' | 'workspace' | 'version'>;

const room = 32_000_000;
/** One for each database, named by the driver that all its entity managers share. */
const memos = new WeakMap<object, Memo>();

/**
 * So many statements run at once; the others wait here. A dashboard asks dozens, and they would otherwise take all connections,
 * for which nobody waits longer than ten seconds.
 */
const mostAtOnce = 6;
const lanes = new WeakMap<object, LimitFunction>();

/**
 * The rows of a statement, read once for each version of the workspace's data: the statement holds all that they depend on
 * besides. Not for statements that read names or contacts, nor for those that ask for the time.
 */
export function recallRows<Row extends object>(asked: Asked, statement: RawBuilder<Row>): Promise<readonly Row[]> {
  const compiled = statement.compile(asked.em.getKysely());
  return recall(asked, [compiled.sql, compiled.parameters], async () => {
    const { rows } = await inTurn(asked.em, () => asked.em.getKysely().executeQuery(compiled));
    for (const row of rows) Object.freeze(row);
    return Object.freeze(rows);
  });
}

/** What `work` gives, worked out once for each version of the workspace's data; `question` names all it depends on besides. */
export function recall<Answer>(
  { em, workspace, version }: Asked,
  question: unknown,
  work: () => Promise<Answer>,
): Promise<Answer> {
  // A transaction sees what no version counts yet.
  if (em.isInTransaction()) return work();
  const text = JSON.stringify([workspace.id, version, question]);
  return memoOf(em).recall(createHash('sha256').update(text).digest('base64'), work);
}

/** A transaction holds its connection already, and must not wait for those who wait for one. */
function inTurn<Answer>(em: SqlEntityManager, read: () => Promise<Answer>): Promise<Answer> {
  if (em.isInTransaction()) return read();
  const driver = em.getDriver();
  const lane = lanes.get(driver) ?? pLimit(mostAtOnce);
  lanes.set(driver, lane);
  return lane(read);
}

function memoOf(em: SqlEntityManager): Memo {
  const driver = em.getDriver();
  const memo = memos.get(driver) ?? new Memo(room);
  memos.set(driver, memo);
  return memo;
}
