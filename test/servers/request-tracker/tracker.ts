import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ServerProcess } from '../server-process.ts';

/** Where install.mjs has put the database of a new RT. */
const newDatabase = join(import.meta.dirname, 'rtdb');
const program = '/usr/share/request-tracker5/libexec/rt-server';

export interface Item {
  id: string | number;
  [name: string]: unknown;
}

/** A real Request Tracker on a database of its own, and what people do there. Its time zone is New York's. */
export class RequestTracker {
  /** Of a user who may read, and whose time zone is UTC. */
  readonly token: string;

  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly server: ServerProcess,
    token: string,
  ) {
    this.token = token;
  }

  static async start(): Promise<RequestTracker> {
    const folder = mkdtempSync(join(tmpdir(), 'request-tracker-'));
    const port = await freePort();
    const env = configure(folder, port);
    const prepare = join(import.meta.dirname, 'prepare.pl');
    const said = execFileSync('perl', [prepare], { env: { ...process.env, ...env }, encoding: 'utf8', stdio: 'pipe' });
    const [, token] = /^token (\S+)$/m.exec(said)!;
    const args = [program, '--server', 'Standalone', '--host', '127.0.0.1', '--port', String(port)];
    const server = ServerProcess.start('perl', args, env);
    const tracker = new RequestTracker(`http://127.0.0.1:${port}`, folder, server, token!);
    await server.until(() =>
      tracker.ask('/rt').then(
        () => true,
        () => null,
      ),
    );
    return tracker;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** Asks as root, or as another user whose password is "password" too. */
  async ask<Answer = Item>(
    path: string,
    body?: object,
    method = body ? 'POST' : 'GET',
    user = 'root',
  ): Promise<Answer> {
    const response = await fetch(`${this.url}/REST/2.0${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${user}:password`).toString('base64')}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`RT answered ${response.status} to ${method} ${path}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  async open(email: string, subject: string): Promise<number> {
    const ticket = { Queue: 'General', Subject: subject, Requestor: email, Content: 'Please help.' };
    return Number((await this.ask('/ticket', ticket)).id);
  }

  /** Says something to the customer; as a customer, something to us. */
  async reply(id: number, user = 'root'): Promise<void> {
    await this.ask(`/ticket/${id}/correspond`, { Content: 'Hello.', ContentType: 'text/plain' }, 'POST', user);
  }

  async change(id: number, fields: object): Promise<void> {
    await this.ask(`/ticket/${id}`, fields, 'PUT');
  }

  /** Gives all tickets one time of change, as an import or a change of many at once does. */
  tieAll(): void {
    const script = `use DBI; DBI->connect('dbi:SQLite:dbname=' . shift, '', '', { RaiseError => 1 })
      ->do("update Tickets set LastUpdated = '2026-05-04 10:00:00'")`;
    execFileSync('perl', ['-e', script, join(this.folder, 'rtdb')]);
  }

  async changeUser(name: string, fields: object): Promise<void> {
    await this.ask(`/user/${name}`, fields, 'PUT');
  }
}

/** Writes the settings of an RT in that folder, and returns how its programs are told of them. */
function configure(folder: string, port: number): Record<string, string> {
  cpSync(newDatabase, join(folder, 'rtdb'));
  mkdirSync(join(folder, 'more'));
  const settings = {
    rtname: 'test',
    Organization: 'example',
    DatabaseType: 'SQLite',
    DatabaseName: join(folder, 'rtdb'),
    WebDomain: '127.0.0.1',
    WebPort: port,
    Timezone: 'America/New_York',
    SendmailPath: '/bin/true',
    LogToSyslog: '',
    LogToSTDERR: 'error',
  };
  const lines = Object.entries(settings).map(([name, value]) => `Set($${name}, '${value}');`);
  const file = join(folder, 'RT_SiteConfig.pm');
  writeFileSync(file, `${lines.join('\n')}\n1;\n`);
  return { RT_SITE_CONFIG: file, RT_SITE_CONFIG_DIR: join(folder, 'more') };
}
