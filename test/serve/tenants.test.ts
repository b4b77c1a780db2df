import { beforeAll, describe, expect, it } from 'vitest';
import { loadDemo, startApi } from './api.ts';

const api = await startApi();
const [ours, theirs] = [await api.tenant('Ours'), await api.tenant('Theirs')];
beforeAll(async () => {
  await loadDemo(api.store, ours, { seed: 1, customers: 12 });
  await loadDemo(api.store, theirs, { seed: 1, customers: 12 });
  const segment = 'createSegment(input: { name: "Mine", filter: { orders: { gte: 1 } } }) { segment { id } }';
  await api.ask(ours.secret, `mutation { ${segment} }`);
  await api.ask(theirs.secret, `mutation { ${segment} }`);
});

interface Named {
  id: string;
}
interface Everything {
  workspace: Named;
  customers: { nodes: (Named & { email: string | null })[]; pageInfo: { endCursor: string } };
  orders: { nodes: Named[]; pageInfo: { endCursor: string } };
  products: { nodes: (Named & { category: Named | null })[] };
  segments: { nodes: (Named & { builtIn: boolean; name: string })[] };
  sources: (Named & { runs: { nodes: Named[] } })[];
  apiKeys: Named[];
}
const everything = `{
  workspace { id }
  customers(first: 100) { nodes { id email } pageInfo { endCursor } }
  orders(first: 100) { nodes { id } pageInfo { endCursor } }
  products(first: 100) { nodes { id category { id } } }
  segments(first: 100) { nodes { id builtIn name } }
  sources { id runs { nodes { id } } }
  apiKeys { id }
}`;
const all = async (secret: string) => (await api.ask<Everything>(secret, everything)).data!;
const saved = ({ segments }: Everything) => segments.nodes.filter(({ builtIn }) => !builtIn);
const ids = (data: Everything) =>
  [
    data.workspace,
    ...data.customers.nodes,
    ...data.orders.nodes,
    ...data.products.nodes,
    ...data.products.nodes.flatMap(({ category }) => category ?? []),
    ...saved(data),
    ...data.sources.flatMap((source) => [source, ...source.runs.nodes]),
    ...data.apiKeys,
  ].map(({ id }) => id);

/** What must not show through in any answer: every id the other workspace has. */
const secretsOf = async (secret: string) => new Set(ids(await all(secret)));

describe('two workspaces with the same business', () => {
  it('have nothing in common', async () => {
    const [mine, other] = [await secretsOf(ours.secret), await secretsOf(theirs.secret)];
    expect(mine.size).toBeGreaterThan(50);
    expect(mine.size).toBe(other.size);
    expect([...mine].filter((id) => other.has(id))).toEqual([]);
  });

  it('count only their own', async () => {
    const counts = `{ customers { totalCount } orders { totalCount } segments { totalCount nodes { size } }
      metric(key: "orders", period: { last: "P10Y" }) { total { value } } }`;
    const { data } = await api.ask<{ customers: { totalCount: number }; segments: { nodes: { size: number }[] } }>(
      ours.secret,
      counts,
    );
    expect(data).toEqual((await api.ask(theirs.secret, counts)).data);
    for (const { size } of data!.segments.nodes) expect(size).toBeLessThanOrEqual(data!.customers.totalCount);
  });

  it('do not answer for an id of the other: no node, no root field, no filter', async () => {
    const other = await all(theirs.secret);
    for (const id of ids(other)) {
      const { data, errors } = await api.ask(ours.secret, 'query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(data).toEqual({ node: null });
      expect(errors![0]).toMatchObject({ extensions: { code: 'BAD_INPUT', field: 'id' } });
    }
    const [segment, source, product] = [saved(other)[0]!.id, other.sources[0]!.id, other.products.nodes[0]!];
    const roots = {
      customer: other.customers.nodes[0]!.id,
      order: other.orders.nodes[0]!.id,
      product: product.id,
      category: product.category!.id,
      segment,
      source,
      run: other.sources[0]!.runs.nodes[0]!.id,
    };
    for (const [root, id] of Object.entries(roots)) {
      const { errors } = await api.ask(ours.secret, `{ ${root}(id: "${id}") { id } }`);
      expect(`${root}: ${errors?.[0]?.message}`).toMatch(/names no \w+ of this workspace/);
    }
    for (const filter of [`source: ["${source}"]`, `bought: ["${product.id}"]`, `segment: "${segment}"`]) {
      const { data } = await api.ask<{ customers: { totalCount: number } | null }>(
        ours.secret,
        `{ customers(filter: { ${filter} }) { totalCount } }`,
      );
      expect([filter, data!.customers?.totalCount ?? 0]).toEqual([filter, 0]);
    }
  });

  it('read on after a cursor of the other within their own rows', async () => {
    const [mine, other] = [await secretsOf(ours.secret), await all(theirs.secret)];
    for (const list of ['customers', 'orders'] as const) {
      const after = other[list].pageInfo.endCursor;
      const { data } = await api.ask<Record<string, { nodes: Named[] }>>(
        ours.secret,
        `query ($after: String) { ${list}(after: $after) { nodes { id } } }`,
        { after },
      );
      for (const { id } of data![list]!.nodes) expect(mine.has(id)).toBe(true);
    }
  });

  it('cannot change what is the other’s', async () => {
    const other = await all(theirs.secret);
    const change = async (mutation: string) => (await api.ask(ours.secret, `mutation { ${mutation} }`)).data;
    const refused = { userErrors: [{ code: 'INVALID' }] };
    const segment = `id: "${saved(other)[0]!.id}"`;
    expect(await change(`updateSegment(input: { ${segment}, name: "x" }) { userErrors { code } }`)).toEqual({
      updateSegment: refused,
    });
    expect(await change(`deleteSegment(input: { ${segment} }) { userErrors { code } }`)).toEqual({
      deleteSegment: refused,
    });
    expect(await change(`revokeApiKey(input: { id: "${other.apiKeys[0]!.id}" }) { userErrors { code } }`)).toEqual({
      revokeApiKey: refused,
    });
    await change('updateWorkspace(input: { name: "Renamed" }) { workspace { name } }');
    expect(ids(await all(theirs.secret))).toEqual(ids(other));
    expect((await api.ask(theirs.secret, '{ workspace { name } }')).data).toEqual({ workspace: { name: 'Theirs' } });
  });

  it('find a person by an address that both know, each their own', async () => {
    const email = (await all(ours.secret)).customers.nodes.find((customer) => customer.email)!.email;
    const find = async (secret: string) =>
      (
        await api.ask<{ customer: Named }>(secret, 'query ($email: String!) { customer(email: $email) { id } }', {
          email,
        })
      ).data!.customer.id;
    expect(await find(ours.secret)).not.toBe(await find(theirs.secret));
  });
});
