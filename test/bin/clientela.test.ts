import { describe, expect, it } from 'vitest';
import { freshCheckout, program, run, type Run } from './checkout.ts';

const clientela = (dir: string, ...args: string[]) => run(dir, ['bin/clientela.mjs', ...args]);

async function untilPrinted(started: Run, text: string): Promise<void> {
  const early = started.ended.then(({ output }) => Promise.reject(new Error(`It ended and said: ${output}`)));
  const data = () => new Promise((done) => started.child.stdout?.once('data', done));
  while (!started.output().includes(text)) await Promise.race([data(), early]);
  early.catch(() => undefined);
}

/** A program that runs until it is asked to end, and then says how it was asked. */
const patient = `
setInterval(() => {}, 1000);
process.on('SIGINT', () => { console.log('interrupted'); process.exit(4); });
process.on('SIGTERM', () => { console.log('terminated'); process.exit(5); });
console.log('running as', process.pid);
`;

describe('the command', () => {
  it('prepares a fresh checkout and runs the program with its arguments', async () => {
    const { code, output } = await clientela(freshCheckout(), 'import', 'a folder').ended;
    expect(output).toContain('arguments import a folder\n');
    expect(code).toBe(0);
  });

  it('keeps the exit code', async () => {
    const dir = freshCheckout();
    program(dir, 'process.exit(3);');
    expect(await clientela(dir).ended).toMatchObject({ code: 3 });
  });

  it.each([
    ['SIGINT', 'interrupted', 4],
    ['SIGTERM', 'terminated', 5],
  ] as const)('passes %s on', async (signal, said, code) => {
    const dir = freshCheckout();
    program(dir, patient);
    const started = clientela(dir);
    await untilPrinted(started, 'running as');
    started.child.kill(signal);
    const end = await started.ended;
    expect(end.code).toBe(code);
    expect(end.output.split(said)).toHaveLength(2);
  });

  it('ends the program when it is killed itself', async () => {
    const dir = freshCheckout();
    program(dir, patient);
    const started = clientela(dir);
    await untilPrinted(started, 'running as');
    started.child.kill('SIGKILL');
    // The output closes only when the program has ended, too.
    expect((await started.ended).output).toContain('terminated');
  });
});
