import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { entities } from '../../src/model/entities.ts';
import { startServer } from '../../src/serve/server.ts';
import { openStore } from '../../src/store/store.ts';
import { startApi } from './api.ts';

it('gives up a statement whose time is up, and says what to do', async () => {
  const api = await startApi();
  const { secret } = await api.tenant('Shop');
  const hasty = await openStore({ url: api.store.url, entities, statementSeconds: 0.2 });
  const server = await startServer({ ...api.options, store: hasty });
  try {
    await api.store.transaction(async (em) => {
      await sql`lock table order_facts in access exclusive mode`.execute(em.getKysely());
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        body: JSON.stringify({ query: '{ metric(key: "orders", period: { last: "P30D" }) { total { value } } }' }),
      });
      expect(await response.json()).toMatchObject({
        data: { metric: null },
        errors: [{ message: expect.stringContaining('shorter period'), extensions: { code: 'QUERY_TOO_SLOW' } }],
      });
    });
  } finally {
    await server.stop();
    await hasty.close();
  }
});
