import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A server in a process of its own. */
export class ServerProcess {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    const listen = (chunk: Buffer) => void (this.output += chunk.toString());
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
  }

  static start(command: string, args: string[], env: Record<string, string>): ServerProcess {
    return new ServerProcess(
      spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }

  /** Waits until `look` finds something, in the output or elsewhere; throws with the output where the server ends before. */
  async until<Found>(look: (output: string) => Promise<Found | null> | Found | null): Promise<Found> {
    for (;;) {
      const found = await look(this.output);
      if (found !== null) return found;
      if (this.ended) throw new Error(`The server ended:\n${this.output.slice(-4000)}`);
      await pause(50);
    }
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
  }
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
