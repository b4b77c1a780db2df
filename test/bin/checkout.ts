import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Stands in for npm: installs what the lock file names, and Node's binary if its install step may run. */
const npm = `
const { mkdirSync, writeFileSync, copyFileSync, symlinkSync, appendFileSync } = require('node:fs');
appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
mkdirSync('node_modules/.bin', { recursive: true });
mkdirSync('node_modules/node', { recursive: true });
const step = "require('node:fs').mkdirSync('bin'); require('node:fs').symlinkSync(" + JSON.stringify(process.execPath) + ", 'bin/node');";
writeFileSync('node_modules/node/installArchSpecificPackage.js', step);
if (!process.env.BLOCK_INSTALL_STEPS) require('node:child_process').execFileSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: 'node_modules/node' });
symlinkSync(${JSON.stringify(join(root, 'node_modules', 'typescript'))}, 'node_modules/typescript');
copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;

/** A checkout just cloned, with our own bin/ and a program that prints its arguments; it is removed after the test. */
export function freshCheckout(): string {
  const dir = mkdtempSync(join(tmpdir(), 'clientela-checkout-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  cpSync(join(root, 'bin'), join(dir, 'bin'), { recursive: true });
  cpSync(join(root, 'tsconfig.build.json'), join(dir, 'tsconfig.build.json'));
  write(
    dir,
    'tsconfig.json',
    '{ "compilerOptions": { "module": "nodenext", "target": "es2024", "strict": true, "types": [] } }',
  );
  write(dir, 'package.json', '{ "type": "module" }');
  write(dir, 'npm/package.json', '{ "type": "commonjs" }');
  write(dir, 'npm/npm-cli.js', npm);
  lock(dir, '1.0.0');
  program(dir, `console.log('arguments', ...process.argv.slice(2));`);
  return dir;
}

/** Writes a lock file that wants this version of something. */
export function lock(dir: string, version: string): void {
  const packages = { '': {}, 'node_modules/thing': { version }, 'node_modules/elsewhere': { version, optional: true } };
  write(dir, 'package-lock.json', JSON.stringify({ packages }));
}

/** Writes the checkout's program, in JavaScript that needs no types. */
export function program(dir: string, code: string): void {
  write(dir, 'src/main.ts', `declare const process: any, console: any, setInterval: any;\n${code}\nexport {};\n`);
}

function write(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

export interface Run {
  child: ChildProcess;
  output(): string;
  ended: Promise<{ code: number | null; output: string }>;
}

/** Runs a script of the checkout's bin/ as `node` would. */
export function run(dir: string, args: string[], variables: Record<string, string> = {}): Run {
  const env = { ...process.env, npm_execpath: join(dir, 'npm', 'npm-cli.js'), ...variables };
  const child = spawn(process.execPath, args, { cwd: dir, env, stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise<{ code: number | null; output: string }>((done) => {
    child.on('close', (code) => done({ code, output }));
  });
  return { child, output: () => output, ended };
}
