import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../src/store/embedded.ts';
import { ask, holdServer, untilGone } from './holders.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clientela-embedded-'));
});
// A server on its way out may still write for a moment.
afterEach(() => rm(dataDir, { recursive: true, maxRetries: 20, retryDelay: 50 }));

const start = (port?: number) => startEmbedded({ dataDir, fsync: false, ...(port === undefined ? {} : { port }) });
const lockFile = () => join(dataDir, 'postgres', 'postmaster.pid');
const serverProcess = () => Number.parseInt(readFileSync(lockFile(), 'utf8'), 10);

describe('the embedded server', () => {
  it('keeps its data, asks for a password, and leaves nothing running', async () => {
    const first = await start();
    await ask(first.url, 'create table kept as select 42 as answer');
    const [settings] = await ask(
      first.url,
      `select current_setting('server_encoding') as encoding, current_setting('listen_addresses') as address,
        current_setting('unix_socket_directories') as sockets, current_setting('TimeZone') as zone,
        (select datcollate from pg_database where datname = current_database()) as collation`,
    );
    expect(settings).toEqual({ encoding: 'UTF8', address: '127.0.0.1', sockets: '', zone: 'UTC', collation: 'C' });
    await expect(ask(first.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication');
    expect(statSync(join(dataDir, 'postgres', 'clientela.password')).mode & 0o777).toBe(0o600);
    await first.stop();
    await first.stop();
    expect(existsSync(lockFile())).toBe(false);
    expect(readdirSync(join(dataDir, 'users'))).toEqual([]);

    const second = await start();
    expect(await ask(second.url, 'select * from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('is shared by processes and stopped by the last of them', async () => {
    const [one, two] = await Promise.all([holdServer(dataDir), holdServer(dataDir)]);
    expect(one.url).toBe(two.url);
    const mine = await start();
    await one.end('stop');
    await two.end('SIGTERM');
    expect(await ask(mine.url, 'select 1 as here')).toEqual([{ here: 1 }]);
    await mine.stop();
    await expect(ask(mine.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'exit'] as const)('stops when its only user ends by %s', async (how) => {
    const holder = await holdServer(dataDir);
    await holder.end(how);
    await untilGone(holder.url);
    expect(readdirSync(join(dataDir, 'users'))).toEqual([]);
  });

  it('is adopted when a killed process left it behind', async () => {
    const holder = await holdServer(dataDir);
    const orphan = serverProcess();
    await holder.end('SIGKILL');
    const server = await start();
    expect(serverProcess()).toBe(orphan);
    await server.stop();
    await expect(ask(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('starts again after it was killed itself, with all that was committed', async () => {
    const before = await startEmbedded({ dataDir });
    await ask(before.url, 'create table kept as select generate_series(1, 1000) as n');
    process.kill(serverProcess(), 'SIGKILL');
    await untilGone(before.url);
    const after = await startEmbedded({ dataDir });
    expect(await ask(after.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
    await before.stop();
    expect(await ask(after.url, 'select 1 as here')).toEqual([{ here: 1 }]);
    await after.stop();
  });

  it('starts although its lock file names a process that is another program by now', async () => {
    await (await start()).stop();
    writeFileSync(lockFile(), `${process.ppid}\n${join(dataDir, 'postgres')}\n1\n5432\n\n127.0.0.1\n0\nready   \n`);
    const server = await start();
    expect(await ask(server.url, 'select 1 as here')).toEqual([{ here: 1 }]);
    await server.stop();
  });

  it('takes the port it is told, and says when another program has it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(start(port)).rejects.toThrow(`port ${port} is taken`);
    await new Promise((resolve) => other.close(resolve));
    const server = await start(port);
    expect(new URL(server.url).port).toBe(String(port));
    await server.stop();
  });

  it('removes what an interrupted first start left', async () => {
    writeFileSync(join(dataDir, 'postgres.new-4194303.password'), 'left behind');
    const server = await start();
    await server.stop();
    expect(readdirSync(dataDir).toSorted()).toEqual(['postgres', 'postgres.log', 'users']);
  });
});
