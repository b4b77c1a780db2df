import { checkSource } from '../../land/check.ts';
import type { Json, SourceErrorKind } from '../../sdk/index.ts';
import { Bench } from '../bench.ts';
import { applies, hold, Violation } from '../check.ts';
import { ofConnector, type Rule, withBench } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { Replay } from '../vendor/replay.ts';
import { type Asked, type Reply, tokenPath } from '../vendor/server.ts';

type Settings = Record<string, Json>;

const secretive = /secret|token|password|passphrase|apikey|api_key|privatekey|private_key|consumerkey/i;

/** Settings are refused with the name of the one at fault. */
const refusesBadSettings = ofConnector(1, 'settings that are missing or unknown are refused by name', (subject) => {
  const { connector } = subject;
  const settings = subject.settings as Settings;
  const refusal = (written: Settings): string | null => {
    try {
      connector.parse(written);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const extra = refusal({ ...settings, conformanceExtra: 'x' });
  hold(extra !== null, 'a setting that does not exist is taken: check settings with z.strictObject, in settingsOf');
  hold(extra.includes('conformanceExtra'), `the refusal of a setting that does not exist does not name it: "${extra}"`);
  for (const name of required(connector.settings)) {
    const { [name]: _, ...rest } = settings;
    const missing = refusal(rest);
    hold(missing !== null, `settings without "${name}" are taken, though their JSON Schema says that it is required`);
    hold(missing.includes(name), `the refusal of settings without "${name}" does not name it: "${missing}"`);
  }
});

function required(schema: Json): string[] {
  const { required: names = [] } = (schema ?? {}) as { required?: string[] };
  return names;
}

/** The vendor repeats everything it was sent in its errors, and still no secret comes out. */
const keepsSecrets = ofConnector(2, 'secrets are in no error, log or cursor', async (subject) => {
  const { connector } = subject;
  const settings = subject.settings as Settings;
  const named: readonly string[] = connector.secrets ?? [];
  const likely = Object.keys(settings).filter((name) => secretive.test(name) && typeof settings[name] === 'string');
  const open = likely.filter((name) => !named.includes(name));
  hold(open.length === 0, `the settings ${open.join(', ')} look secret: name them in "secrets"`);
  applies(named.length > 0, 'it has no secrets');
  const secrets = named.map((name) => settings[name]).filter((value): value is string => typeof value === 'string');
  for (const place of subject.places()) {
    await withBench(subject, place, async (bench) => {
      const said: string[] = [];
      for (const status of [400, 500]) {
        bench.server.fault = (asked) => ({
          status,
          body: { error: 'refused', headers: asked.headers, body: asked.body, query: asked.query.toString() },
        });
        said.push((await bench.read()).error ?? '');
      }
      bench.server.fault = () => undefined;
      await bench.read({ killAfter: 2 });
      said.push(JSON.stringify(bench.keeper.cursor), ...bench.logged);
      const leak = secrets.find((secret) => said.some((text) => text.includes(secret)));
      hold(leak === undefined, `a secret is read in an error, a log or the cursor of ${place.name}`);
    });
  }
});

/** What `check` says of a vendor that answers so. */
async function outcomeOfCheck(
  subject: Subject,
  fault: (asked: Asked) => Reply | undefined,
): Promise<{ error: unknown; asked: number; account: string }> {
  const place = subject.places()[0]!;
  let found = { error: null as unknown, asked: 0, account: '' };
  const bench = new Bench(subject, place);
  try {
    await bench.open();
    const recorded = subject.fixtures.exchanges('check');
    const base = new URL(bench.connector().http!(bench.config).baseUrl).pathname.replace(/\/$/, '');
    const replay = new Replay(recorded, base);
    // Where nothing was recorded, the first of its lists answers.
    if (recorded.length > 0) bench.server.answer = (asked) => replay.answer(asked);
    bench.server.fault = fault;
    const options = { allowPrivateAddresses: true, clock: bench.clock, timeoutMs: 5000 };
    found = await checkSource(bench.connector(), bench.config, options).then(
      ({ account }) => ({ error: null, asked: bench.server.asked.length, account }),
      (error: unknown) => ({ error, asked: bench.server.asked.length, account: '' }),
    );
    const unknown = replay.unknown[0] ?? bench.replay?.unknown[0];
    if (unknown !== undefined)
      throw new Violation(`"check" asks for ${unknown}: record that in fixtures/check.exchanges.json`);
  } finally {
    bench.close();
  }
  return found;
}

/** The first request that a connection makes tells what is wrong with it. */
const checksConnections = ofConnector(3, '"check" tells bad credentials and missing scopes apart', async (subject) => {
  applies(subject.connector.http, 'it asks nobody');
  const good = await outcomeOfCheck(subject, () => undefined);
  hold(good.error === null, `"check" fails before a vendor that answers well: ${String(good.error)}`);
  hold(good.account !== '', '"check" does not say which account it found');
  hold(good.asked > 0, '"check" asks nothing: wrong credentials show only when the first run fails');
  await fails(subject, 401, 'auth', 'bad credentials');
  await fails(subject, 403, 'scope', 'a missing scope');
});

async function fails(subject: Subject, status: number, kind: SourceErrorKind, what: string): Promise<void> {
  const { error } = await outcomeOfCheck(subject, ({ path }) =>
    // The token that OAuth renews is good; what it may do is another matter.
    path === tokenPath ? undefined : { status, body: { error: what } },
  );
  hold(error !== null, `"check" is content where the vendor answers ${status}`);
  const found = (error as { kind?: string }).kind;
  hold(
    found === kind,
    `"check" reports ${what} (${status}) as ${found ?? 'an error without a kind'}, not as "${kind}": ${String(error)}`,
  );
}

export const settingsRules: readonly Rule[] = [refusesBadSettings, keepsSecrets, checksConnections];
