// Installs the servers that the tests of this folder run: Vendure here, Request Tracker as packages of Debian.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const here = import.meta.dirname;
const packages = ['rt5-db-sqlite', 'request-tracker5', 'rt5-standalone', 'msmtp-mta'];
/** The database of a new RT, which its package makes and its own user alone may read. */
const newDatabase = '/var/lib/dbconfig-common/sqlite3/request-tracker5/rtdb';
const sudo = process.getuid() === 0 ? [] : ['sudo', '--non-interactive', '--preserve-env=DEBIAN_FRONTEND'];

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

function run(...words) {
  const [command, ...args] = words;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync(command, args, { cwd: here, stdio: 'inherit', env });
  if (status !== 0) leave(`failed: ${words.join(' ')}${error ? ` (${error.message})` : ''}`);
}

function leave(reason) {
  console.error(reason);
  process.exit(1);
}

if (!succeeds('apt-get', '--version'))
  leave('Request Tracker comes as packages of Debian 12: there is no apt-get here to install them with.');
if (sudo.length > 0 && !succeeds('sudo', '--non-interactive', 'true'))
  leave(`apt-get needs root: run this as root, or let sudo work without a password, to install ${packages.join(' ')}.`);
run('npm', 'ci', '--no-audit', '--no-fund');
if (!succeeds('dpkg', '--status', ...packages)) {
  run(...sudo, 'apt-get', 'update', '--quiet=2');
  run(...sudo, 'apt-get', 'install', '--yes', '--quiet=2', '--no-install-recommends', ...packages);
}
run(...sudo, 'install', '--mode=644', newDatabase, join(here, 'request-tracker', 'rtdb'));
