import { type AnyEntity, type EntityClass, type EntitySchema, UnderscoreNamingStrategy } from '@mikro-orm/core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { TypeOverrides } from 'pg';

export interface StoreOptions {
  url: string;
  /** The tables, from the model. */
  entities: readonly (EntitySchema | EntityClass<AnyEntity>)[];
  /** Seconds after which the database gives up a statement; none by default. */
  statementSeconds?: number;
}

export interface Store {
  url: string;
  /** A unit of work of its own; one for each request or batch. */
  em(): EntityManager;
  /** Commits when `work` fulfils, rolls back when it throws. */
  transaction<Result>(work: (em: EntityManager) => Promise<Result>): Promise<Result>;
  /**
   * A transaction of work that is done again after a crash, as runs do. Its commit does not wait for the disk: a power cut
   * may take it back, together with everything after it.
   */
  repeatable<Result>(work: (em: EntityManager) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Opens the database through a pool of at most ten connections. Rows of queries carry numeric and bigint as strings
 * (exact), date as "YYYY-MM-DD", timestamptz as Date.
 */
export async function openStore({ url, entities, statementSeconds = 0 }: StoreOptions): Promise<Store> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [...entities],
    namingStrategy: UnderscoreNamingStrategy,
    allowGlobalContext: false,
    pool: { min: 0, max: 10, idleTimeoutMillis: 30_000 },
    driverOptions: {
      types: columnTypes(),
      connectionTimeoutMillis: 10_000,
      application_name: 'clientela',
      statement_timeout: statementSeconds * 1000,
    },
    discovery: { warnWhenNoEntities: false },
  });
  return {
    url,
    em: () => orm.em.fork(),
    transaction: (work) => orm.em.fork().transactional(work),
    repeatable: (work) =>
      orm.em.fork().transactional(async (em) => {
        await sql`set local synchronous_commit = off`.execute(em.getKysely());
        return work(em);
      }),
    close: () => orm.close(),
  };
}

/** The driver's own parsers, but days stay days: as a Date they would fall into the machine's time zone. */
function columnTypes(): TypeOverrides {
  const types = new TypeOverrides();
  const [date, dateList] = [1082, 1182];
  types.setTypeParser(date, (text) => text);
  types.setTypeParser(dateList, (text) => text.slice(1, -1).split(',').filter(Boolean));
  return types;
}
