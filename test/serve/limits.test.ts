import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { startApi } from './api.ts';

const api = await startApi();
const { secret } = await api.tenant('Empty');
const codeOf = async (query: string, variables?: Record<string, unknown>) =>
  (await api.ask(secret, query, variables)).errors?.[0]?.extensions.code;

const nested = (levels: number): string =>
  levels === 0 ? 'id' : `orders { nodes { customer { ${nested(levels - 1)} } } }`;
const wide = `customers(first: $first) { nodes { orders(first: $first) { nodes { lines { title } } } } }`;

describe('the limits of a query', () => {
  it('refuse what is nested too deep, in fragments as well', async () => {
    expect(await codeOf(`{ customers { nodes { ${nested(6)} } } }`)).toBe('QUERY_TOO_DEEP');
    const inFragment = `{ customers { nodes { ...Deep } } } fragment Deep on Customer { ${nested(6)} }`;
    expect(await codeOf(inFragment)).toBe('QUERY_TOO_DEEP');
    expect(await codeOf(`{ customers { nodes { ${nested(2)} } } }`)).toBeUndefined();
  });

  it('refuse what would cost too much, whether the page is written in the query or given as a variable', async () => {
    expect(await codeOf(`{ ${wide.replaceAll('$first', '100')} }`)).toBe('QUERY_TOO_COSTLY');
    const asked = `query ($first: Int!) { ${wide} }`;
    expect(await codeOf(asked, { first: 100 })).toBe('QUERY_TOO_COSTLY');
    expect(await codeOf(asked, { first: 10 })).toBeUndefined();
    const byDefault = `query ($first: Int! = 100) { ${wide} }`;
    expect(await codeOf(byDefault)).toBe('QUERY_TOO_COSTLY');
  });

  it('answer with the status of a mistake of the client', async () => {
    const { status } = await api.post({ query: `{ customers { nodes { ${nested(6)} } } }` }, secret);
    expect(status).toBe(400);
    expect((await api.post({ query: `{ ${wide.replaceAll('$first', '100')} }` }, secret)).status).toBe(400);
  });

  it('count every alias', async () => {
    const figures = (count: number) =>
      Array.from(
        { length: count },
        (_, n) => `a${n}: metric(key: "revenue", period: { last: "P1D" }) { total { value } }`,
      );
    expect(await codeOf(`{ ${figures(200).join(' ')} }`)).toBe('QUERY_TOO_COSTLY');
    expect(await codeOf(`{ ${figures(3).join(' ')} }`)).toBeUndefined();
  });

  it('refuse what is too long, and fragments that multiply', async () => {
    expect((await api.ask(secret, `{ ${'workspace { id } '.repeat(3_000)} }`)).errors?.[0]?.message).toContain('token');
    const bomb = Array.from({ length: 20 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    const { errors } = await api.ask(secret, `{ ...F0 } ${bomb.join(' ')} fragment F20 on Query { __typename }`);
    expect(errors).toHaveLength(1);
  });

  it('let the whole schema be asked for', async () => {
    const { errors, data } = await api.ask<Record<'__schema', { types: unknown[] }>>(
      undefined,
      getIntrospectionQuery(),
    );
    expect(errors).toBeUndefined();
    expect(data!['__schema'].types.length).toBeGreaterThan(80);
  });
});
