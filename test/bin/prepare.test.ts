import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshCheckout, lock, program, run } from './checkout.ts';

const prepare = (dir: string, ...args: string[]) => run(dir, ['bin/prepare.mjs', ...args]).ended;
const npmCalls = (dir: string) => readFileSync(join(dir, 'npm.log'), 'utf8').trim().split('\n');

describe('prepare', () => {
  it('installs a fresh checkout with one line, and is silent when nothing is to do', async () => {
    const dir = freshCheckout();
    const first = await prepare(dir);
    expect(first).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Installing dependencies \.\.\. \d+\.\d s\n$/),
    });
    expect(realpathSync(join(dir, 'node_modules/.bin/clientela'))).toBe(realpathSync(join(dir, 'bin/clientela.mjs')));
    expect(existsSync(join(dir, 'node_modules/.bin/node'))).toBe(true);
    expect(await prepare(dir)).toEqual({ code: 0, output: '' });
    expect(npmCalls(dir)).toEqual([expect.stringMatching(/^ci .*--include=dev/)]);
  });

  it('installs again when the lock file wants something else', async () => {
    const dir = freshCheckout();
    await prepare(dir);
    rmSync(join(dir, 'node_modules'), { recursive: true });
    await prepare(dir);
    lock(dir, '2.0.0');
    rmSync(join(dir, 'node_modules/node'), { recursive: true });
    rmSync(join(dir, 'node_modules/typescript'));
    expect(await prepare(dir)).toMatchObject({ code: 0 });
    expect(npmCalls(dir)).toHaveLength(3);
  });

  it('repairs a Node whose install step npm did not run', async () => {
    const dir = freshCheckout();
    const { code, output } = await run(dir, ['bin/prepare.mjs'], { BLOCK_INSTALL_STEPS: '1' }).ended;
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('Fetching Node 24 ... ') });
    expect(realpathSync(join(dir, 'node_modules/.bin/node'))).toBe(realpathSync(process.execPath));
  });

  it('says what npm said when the install fails', async () => {
    const dir = freshCheckout();
    const { code, output } = await run(dir, ['bin/prepare.mjs'], { npm_execpath: join(dir, 'none', 'npm-cli.js') })
      .ended;
    expect(code).toBe(1);
    expect(output).toMatch(/failed: .*npm-cli\.js ci[^]*Cannot find module/);
  });

  it('builds when a source is newer, and says what does not compile', async () => {
    const dir = freshCheckout();
    expect((await prepare(dir, '--build')).output).toMatch(/Building \.\.\. /);
    expect(existsSync(join(dir, 'dist/src/main.js'))).toBe(true);
    expect(await prepare(dir, '--build')).toEqual({ code: 0, output: '' });
    program(dir, `const amount: number = 'three'; console.log(amount);`);
    const { code, output } = await prepare(dir, '--build');
    expect(code).toBe(1);
    expect(output).toContain('src/main.ts(2,7): error TS2322');
    expect(await prepare(dir, '--build')).toMatchObject({ code: 1 });
  });
});
