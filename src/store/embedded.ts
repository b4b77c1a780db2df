import { realpathSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './embedded/binaries.ts';
import { clusterUrl, createCluster } from './embedded/cluster.ts';
import { explainError, explainFailure } from './embedded/failure.ts';
import { serverHome } from './embedded/home.ts';
import { launchServer } from './embedded/launch.ts';
import { takeLease } from './embedded/lease.ts';
import { onProcessEnd } from './embedded/process-end.ts';
import { failStuck, findPostmaster, requestStop, stopPostmaster } from './embedded/postmaster.ts';
import { serverUser } from './embedded/server-user.ts';

export interface EmbeddedOptions {
  /** The folder that keeps the database (in `postgres`) and its log; made when missing. */
  dataDir: string;
  /** The port for a server that is to be started; by default any free one. */
  port?: number;
  /** False only for databases that nobody will miss, such as those of tests. */
  fsync?: boolean;
}

export interface EmbeddedServer {
  url: string;
  /** Gives the server up; the last of its users stops it and waits for its end. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on the data folder, or adopts the server that already runs on it: a second process's, or one that a
 * killed process left behind. It stops with the last process that uses it, also when that ends without `stop()`, by
 * process.exit, an error, or a SIGINT, SIGTERM or SIGHUP that nobody else handles. Fails with EMBEDDED_FAILED or EMBEDDED_UNSUPPORTED.
 */
export async function startEmbedded({ dataDir, port, fsync = true }: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = resolve(dataDir);
  let stop = async () => {};
  try {
    const user = serverUser(join(folder, 'postgres'));
    const home = realpathSync(serverHome(folder, user));
    const cluster = join(home, 'postgres');
    stop = useServer(home, cluster);
    const native = findBinaries(home, user);
    for (let attempt = 1; ; attempt++) {
      if (!existsSync(cluster)) createCluster(cluster, native, user, fsync);
      const url = await adoptServer(cluster);
      if (url) return { url, stop };
      const obstacle = await launchServer({ home, cluster, native, user, port, fsync });
      if (obstacle && attempt === 50) throw explainFailure(obstacle, home);
      if (obstacle) await sleep(100);
    }
  } catch (error) {
    await stop();
    throw explainError(error, folder);
  }
}

/** Counts this process among the users of the server that runs there, or will; returns how to leave. */
function useServer(home: string, cluster: string): () => Promise<void> {
  const lease = takeLease(home);
  const unwatch = onProcessEnd(() => lease.release() && requestStop(cluster));
  return async () => {
    unwatch();
    if (lease.release()) await stopPostmaster(cluster);
  };
}

/** The address of the server that runs on the cluster, once it answers; null when none does. One that is sick is stopped. */
async function adoptServer(cluster: string): Promise<string | null> {
  for (let refusals = 0; ;) {
    const postmaster = findPostmaster(cluster);
    if (!postmaster) return null;
    if (postmaster.status === 'ready') {
      const url = clusterUrl(cluster, postmaster.port);
      const answers = await isAnswering(url);
      // Between the two looks its last user may have begun to stop it.
      if (answers && findPostmaster(cluster)?.status === 'ready') return url;
      if (!answers && ++refusals === 3) {
        if (!postmaster.own) failStuck(cluster, postmaster);
        await stopPostmaster(cluster);
      }
    }
    await sleep(20);
  }
}

async function isAnswering(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
