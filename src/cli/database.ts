import { readConfig } from '../config.ts';
import { entities } from '../model/entities.ts';
import { migrations } from '../model/migrations.ts';
import { startEmbedded } from '../store/embedded.ts';
import { migrate } from '../store/migrate.ts';
import { openStore, type Store } from '../store/store.ts';

/** Does some work on the database of DATABASE_URL, or the embedded one, with its tables up to date; closes it in the end. */
export async function withStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  const { databaseUrl, dataDir } = readConfig();
  const embedded = databaseUrl === null ? await startEmbedded({ dataDir }) : null;
  try {
    const url = databaseUrl ?? embedded!.url;
    await migrate(url, migrations);
    const store = await openStore({ url, entities });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } finally {
    await embedded?.stop();
  }
}
