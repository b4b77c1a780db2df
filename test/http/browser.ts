import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
/** The Chromium of this machine; undefined where there is none. */
export const chromium = names.find((name) => spawnSync(name, ['--version']).status === 0);

export interface Browser {
  /** Addresses of everything the page asked for. */
  requested: string[];
  /** What the page complained of. */
  complaints: string[];
  open(url: string): Promise<void>;
  /** The value of an expression in the page, once it is truthy. */
  until<Value>(expression: string): Promise<Value>;
  close(): Promise<void>;
}

interface Message {
  id?: number;
  method?: string;
  params?: { request?: { url: string }; entry?: { text: string }; exceptionDetails?: { text: string } };
  result?: { result?: { value?: unknown }; sessionId?: string; targetId?: string };
}

/** A headless browser, driven through its debugging protocol. */
export async function startBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'clientela-browser-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0'];
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const child = spawn(chromium!, [...flags, ...quiet, `--user-data-dir=${profile}`, 'about:blank']);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let address = '';
  for await (const line of createInterface(child.stderr)) {
    [, address = ''] = /listening on (ws:\S+)/.exec(line) ?? [];
    if (address) break;
  }
  child.stderr.resume();

  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const waiting = new Map<number, (message: Message) => void>();
  const [requested, complaints]: string[][] = [[], []];
  let sent = 0;
  const send = (method: string, params: object = {}, sessionId?: string): Promise<Message> => {
    const id = ++sent;
    socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    return new Promise((resolve) => waiting.set(id, resolve));
  };
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    waiting.get(message.id ?? 0)?.(message);
    const { request, entry, exceptionDetails } = message.params ?? {};
    if (message.method === 'Network.requestWillBeSent') requested!.push(request!.url);
    if (message.method === 'Log.entryAdded') complaints!.push(entry!.text);
    if (message.method === 'Runtime.exceptionThrown') complaints!.push(exceptionDetails!.text);
  });
  const target = await send('Target.createTarget', { url: 'about:blank' });
  const attached = await send('Target.attachToTarget', { targetId: target.result!.targetId, flatten: true });
  const tell = (method: string, params: object = {}) => send(method, params, attached.result!.sessionId);
  await Promise.all(['Network.enable', 'Log.enable', 'Runtime.enable', 'Page.enable'].map((method) => tell(method)));

  return {
    requested: requested!,
    complaints: complaints!,
    open: async (url) => void (await tell('Page.navigate', { url })),
    async until<Value>(expression: string) {
      for (;;) {
        const { result } = await tell('Runtime.evaluate', { expression, returnByValue: true });
        if (result?.result?.value) return result.result.value as Value;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async close() {
      socket.close();
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true });
    },
  };
}
