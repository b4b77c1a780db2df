#!/usr/bin/env node
// The command line for any Node >= 20: prepares the checkout, then runs the product on the Node it brings.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PrepareError, prepare } from './prepare.mjs';

const leash = new URL('leash.mjs', import.meta.url).href;
const main = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));

try {
  const node = prepare({ build: true });
  // Loads make many short-lived objects: with the default of 16 MB they would be copied again and again.
  const args = ['--max-semi-space-size=64', '--enable-source-maps', '--import', leash, main, ...process.argv.slice(2)];
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // Ctrl-C in a terminal reaches the child by itself: passed on, it would count as a second one.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
