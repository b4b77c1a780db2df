import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';

export interface Holder {
  url: string;
  child: ChildProcess;
  /** Ends the process by a signal or a word on its stdin, and waits for its end. */
  end(how: NodeJS.Signals | 'stop' | 'exit'): Promise<void>;
}

/** Starts a process that uses the embedded server on the folder; fails with what it said when it cannot. */
export async function holdServer(
  dataDir: string,
  script = join(import.meta.dirname, 'server-holder.ts'),
): Promise<Holder> {
  const child = spawn(process.execPath, [script, dataDir], { stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const exited = once(child, 'exit');
  const line = await Promise.race([once(child.stdout, 'data').then(String), exited.then(() => null)]);
  if (line === null) throw new Error(said);
  return {
    url: line.trim(),
    child,
    async end(how) {
      if (how === 'stop' || how === 'exit') child.stdin.write(`${how}\n`);
      else child.kill(how);
      await exited;
    },
  };
}

/** Rows of a query on the server; fails when it does not answer. */
export async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that stops while we hold a connection says so on it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Fulfils when the server no longer answers. */
export async function untilGone(url: string): Promise<void> {
  for (;;) {
    const answers = await ask(url, 'select 1').then(
      () => true,
      () => false,
    );
    if (!answers) return;
  }
}
