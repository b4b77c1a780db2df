import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelRun, requestRun } from '../../src/land/queue/run-queue.ts';
import { connectSource } from '../../src/land/source.ts';
import { globalId } from '../../src/serve/global-id.ts';
import { loadDemo, startApi } from '../serve/api.ts';
import { type Browser, chromium, startBrowser } from './browser.ts';

const api = await startApi();

describe('GraphiQL', () => {
  it('is one page of ours that a browser may keep', async () => {
    const page = await fetch(api.url, { headers: { 'accept-encoding': 'br' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-encoding')).toBe('br');
    expect(await page.text()).toContain('<title>Clientela</title>');
    const known = { 'if-none-match': page.headers.get('etag')!, 'cache-control': 'max-age=0' };
    const again = await fetch(api.url, { headers: known });
    expect(again.status).toBe(304);
  });

  describe.skipIf(!chromium)('in a browser (skipped where there is no Chromium)', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());

    it('takes the key from the address, and its first query answers without a request to anywhere else', async () => {
      const tenant = await api.tenant('Demo');
      await loadDemo(api.store, tenant, { seed: 1, customers: 40 });
      await browser.open(`${api.url}/#key=${tenant.secret}`);
      expect(await browser.until('document.title')).toBe('Clientela');
      await browser.until(`document.querySelector('.graphiql-execute-button')?.disabled === false`);
      await browser.until(`document.querySelector('.graphiql-execute-button').click() ?? true`);
      const shown = await browser.until<string>(
        `(text => text.includes('series') && text)(document.querySelector('.result-window')?.innerText ?? '')`,
      );
      expect(shown).not.toContain('errors');
      expect(await browser.until('location.href')).not.toContain('clk_');
      expect(await browser.until(`localStorage.getItem('clientela:key')`)).toBe(tenant.secret);
      const elsewhere = browser.requested.filter((url) => !url.startsWith(api.url) && !/^(blob|data):/.test(url));
      expect(elsewhere).toEqual([]);
      expect(browser.complaints).toEqual([]);
    });

    it('follows a run as it changes', async () => {
      const tenant = await api.tenant('Followed');
      const { workspaceId } = tenant;
      const sourceId = await connectSource(api.store, { workspaceId, connector: 'demo', name: 'Demo', settings: {} });
      const runId = await requestRun(api.store, { workspaceId, sourceId, trigger: 'MANUAL' });
      const query = `subscription { syncRun(id: "${globalId('SyncRun', runId)}") { status } }`;
      await browser.open(`${api.url}/?query=${encodeURIComponent(query)}#key=${tenant.secret}`);
      await browser.until(`document.querySelector('.graphiql-execute-button')?.disabled === false`);
      await browser.until(`document.querySelector('.graphiql-execute-button').click() ?? true`);
      const shown = `document.querySelector('.result-window')?.innerText ?? ''`;
      await browser.until(`(${shown}).includes('QUEUED')`);
      await cancelRun(api.store, { workspaceId, runId });
      expect(await browser.until(`(${shown}).includes('CANCELLED')`)).toBe(true);
    });
  });
});
