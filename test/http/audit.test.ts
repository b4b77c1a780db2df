import { serverAudits } from 'graphql-http';
import { describe, expect, it } from 'vitest';
import { startApi } from '../serve/api.ts';

const api = await startApi();

describe('GraphQL over HTTP, as its specification has it', () => {
  const audits = serverAudits({ url: `${api.url}/graphql`, fetchFn: fetch });
  it.each(audits)('$name', async ({ fn }) => {
    const result = await fn();
    expect(result.status === 'error' ? result.reason : '').toBe('');
  });
});
