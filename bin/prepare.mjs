#!/usr/bin/env node
// Makes a checkout ready to run. Plain JavaScript for the machine's own Node (20 or newer): nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** An installed package is compiled already, and its dependencies lie within it or beside it. */
const isCheckout = existsSync(join(root, 'src'));
const modules =
  isCheckout || existsSync(join(root, 'node_modules', 'node')) ? join(root, 'node_modules') : dirname(root);
const bundledNode = join(modules, 'node', 'bin', 'node');
const buildStamp = join(root, 'dist', '.built');
const wantedMajor = 24;

/** An expected failure: its message says what to do, a stack would not help. */
export class PrepareError extends Error {}

/**
 * Installs what is missing and, with `build`, compiles what changed. Silent when nothing is to do.
 * Returns the path of a Node the product runs on. Throws PrepareError.
 */
export function prepare({ build = false } = {}) {
  if (!isCheckout) return findNode();
  if (!isInstalled()) timed('Installing dependencies', () => npm(['ci', '--include=dev', '--no-audit', '--no-fund']));
  const node = findNode();
  linkCommand('clientela', join(root, 'bin', 'clientela.mjs'));
  if (node === bundledNode) linkCommand('node', bundledNode);
  if (build && isStale()) timed('Building', () => compile(node));
  return node;
}

/** npm writes node_modules/.package-lock.json as the last act of an install: it tells what is really there. */
function isInstalled() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(record);
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

function findNode() {
  if (majorOf(bundledNode) === wantedMajor) return bundledNode;
  // npm 12 and --ignore-scripts leave the package without its binary; its install step can be run by hand.
  const step = join(modules, 'node', 'installArchSpecificPackage.js');
  if (existsSync(step)) {
    timed(`Fetching Node ${wantedMajor}`, () => run(process.execPath, [step], { cwd: dirname(step) }), {
      mayFail: true,
    });
    if (majorOf(bundledNode) === wantedMajor) return bundledNode;
  }
  if (Number.parseInt(process.versions.node, 10) >= wantedMajor) return process.execPath;
  throw new PrepareError(
    `Node ${wantedMajor} is needed, and the one from the registry does not run here (${bundledNode}). ` +
      `Run "npm rebuild node" in ${root}, or install Node ${wantedMajor} on this machine and try again.`,
  );
}

function majorOf(node) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return Number.parseInt(stdout?.slice(1) ?? '', 10);
}

/** Links a command into node_modules/.bin where npm did not: ours for `npx clientela`, Node's after a repair. */
function linkCommand(name, target) {
  const link = join(modules, '.bin', name);
  if (existsSync(link)) return;
  try {
    symlinkSync(relative(dirname(link), target), link);
  } catch {
    // A read-only checkout works as well: npx takes longer.
  }
}

function isStale() {
  const built = statSync(buildStamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const inputs = ['src', 'connectors', 'bench', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  return inputs.some((input) => newest(join(root, input)) > built);
}

/** Newest change below a path, in ms; folders count, so that a deleted file is seen too. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

function compile(node) {
  run(node, [join(modules, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  writeFileSync(buildStamp, '');
}

function npm(args) {
  const script = process.env.npm_execpath ?? '';
  if (basename(script) === 'npm-cli.js') run(process.execPath, [script, ...args]);
  else run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
}

function run(command, args, { cwd = root } = {}) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e8 });
  if (result.status === 0) return;
  const said = result.error?.message ?? `${result.stdout}${result.stderr}`.trim();
  throw new PrepareError(`failed: ${[basename(command), ...args].join(' ')}\n${said}`);
}

/** Says on one line of stderr what is done and how long it took. */
function timed(what, work, { mayFail = false } = {}) {
  const start = performance.now();
  process.stderr.write(`${what} ... `);
  try {
    work();
    process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  } catch (error) {
    process.stderr.write('\n');
    if (!mayFail) throw error;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    prepare({ build: process.argv.includes('--build') });
  } catch (error) {
    if (!(error instanceof PrepareError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
