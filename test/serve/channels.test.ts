import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadDemo, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Demo');
const other = await api.tenant('Other');
beforeAll(() => loadDemo(api.store, tenant, { seed: 3, customers: 100, whole: true }));

interface Named {
  id: string;
  name: string;
}
type Connection<Row> = { totalCount: number; nodes: Row[] };
interface ChannelRow extends Named {
  kind: string;
  source: { name: string } | null;
  campaigns: Connection<Named & { channel: Named }>;
}
interface Move {
  from: Named;
  to: Named | null;
  toKind: string;
  origins: number;
  touches: number;
}
interface SetRules {
  setChannelRules: {
    rules: { kind: string | null; channel: Named | null; conditions: object[] }[] | null;
    moves: Move[] | null;
    userErrors: { message: string; field: string[] }[];
  };
}

async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await api.ask<Data>(tenant.secret, query, { ...variables });
  expect(errors).toBeUndefined();
  return data!;
}
const channels = async () =>
  (
    await ask<{ channels: Connection<ChannelRow> }>(`{ channels(first: 50) { totalCount nodes {
      id name kind source { name } campaigns(first: 2) { totalCount nodes { id name channel { id name } } } } } }`)
  ).channels;
const setRules = async (rules: object[], dryRun = false) =>
  (
    await ask<SetRules>(
      `mutation ($input: SetChannelRulesInput!) { setChannelRules(input: $input) {
        rules { kind channel { id name } conditions { field match value } }
        moves { from { id name } to { id name } toKind origins touches } userErrors { message field } } }`,
      { input: { rules, dryRun } },
    )
  ).setChannelRules;
const origins = async () => {
  const { rows } = await sql<{ row: string }>`
    select o::text as row from touch_origins o where workspace_id = ${tenant.workspaceId} order by id`.execute(
    api.store.em().getKysely(),
  );
  return rows.map(({ row }) => row);
};
const acquired = async (kind: string) =>
  (
    await ask<{ customers: { totalCount: number } }>(
      `query ($kind: String!) { customers(filter: { acquiredBy: { channel: [$kind] } }) { totalCount } }`,
      { kind },
    )
  ).customers.totalCount;

describe('channels and campaigns', () => {
  it('are listed with what their sources call them, and found again by their ids', async () => {
    const { nodes, totalCount } = await channels();
    expect(nodes).toHaveLength(totalCount);
    const social = nodes.find(({ name }) => name === 'Paid social')!;
    expect(social).toMatchObject({ kind: 'PAID_SOCIAL', source: { name: 'Demo' }, campaigns: { totalCount: 4 } });
    expect(social.campaigns.nodes.map(({ name }) => name)).toEqual([
      'Christmas presents',
      'Look-alikes of good customers',
    ]);
    expect(social.campaigns.nodes[0]!.channel).toEqual({ id: social.id, name: 'Paid social' });
    const [campaign] = social.campaigns.nodes;
    const found = await ask<Record<string, { id: string; externalId?: string }>>(
      `query ($channel: ID!, $campaign: ID!) {
        one: node(id: $channel) { id } two: node(id: $campaign) { id }
        channel(id: $channel) { id } campaign(id: $campaign) { id externalId } }`,
      { channel: social.id, campaign: campaign!.id },
    );
    expect(found).toEqual({
      one: { id: social.id },
      two: { id: campaign!.id },
      channel: { id: social.id },
      campaign: { id: campaign!.id, externalId: 'christmas' },
    });
    const { campaigns } = await ask<{ campaigns: Connection<Named> }>(
      `{ campaigns(search: "coffee") { totalCount nodes { id name } } }`,
    );
    expect(campaigns.nodes.map(({ name }) => name)).toEqual(['Coffee, generic']);
    expect(campaigns.totalCount).toBe(1);
  });

  it('are those of one workspace', async () => {
    const { nodes } = await channels();
    const { errors } = await api.ask(other.secret, `query ($id: ID!) { channel(id: $id) { name } }`, {
      id: nodes[0]!.id,
    });
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'id' });
    const { data } = await api.ask<{ channels: Connection<Named> }>(other.secret, '{ channels { totalCount } }');
    expect(data!.channels.totalCount).toBe(0);
  });

  it('are read on after a cursor within each channel, in as many statements for all channels as for few', async () => {
    const query = `query ($first: Int!, $after: String) { channels(first: $first) { nodes {
      campaigns(first: 2, after: $after) { totalCount nodes { name } pageInfo { endCursor } } } } }`;
    type Page = Connection<Named> & { pageInfo: { endCursor: string | null } };
    const pages = async (first: number, after?: string) => {
      const sent = vi.spyOn(pg.Client.prototype, 'query');
      const { channels: found } = await ask<{ channels: Connection<{ campaigns: Page }> }>(query, { first, after });
      const statements = sent.mock.calls.length;
      sent.mockRestore();
      return { statements, pages: found.nodes.map(({ campaigns }) => campaigns) };
    };
    const few = await pages(3);
    const all = await pages(50);
    expect(all.pages.length).toBeGreaterThan(few.pages.length);
    expect(all.statements).toBe(few.statements);
    const social = all.pages.findIndex(({ nodes }) => nodes.some(({ name }) => name === 'Christmas presents'));
    const next = await pages(50, all.pages[social]!.pageInfo.endCursor!);
    expect(next.pages[social]!.nodes.map(({ name }) => name)).toEqual(['Prospecting', 'Retargeting']);
  });
});

describe('rules', () => {
  it('say what would change, change it at once, and leave no trace when they are taken back', async () => {
    const before = await origins();
    const [affiliates, rest] = [await acquired('AFFILIATE'), await acquired('OTHER')];
    const rule = { conditions: [{ field: 'SOURCE', value: 'Vouchers' }], kind: 'OTHER' };
    const tried = await setRules([rule], true);
    expect(tried.userErrors).toEqual([]);
    expect(await origins()).toEqual(before);
    expect(tried.moves).toHaveLength(1);
    expect(tried.moves![0]).toMatchObject({
      from: { name: 'Affiliate' },
      to: { name: 'Marketplace' },
      toKind: 'OTHER',
    });

    const set = await setRules([rule]);
    expect(set.moves).toEqual(tried.moves);
    const { rows } = await sql<{ touches: number }>`
      select count(*)::int as touches from touch_facts f join touch_origins o
        on o.workspace_id = f.workspace_id and o.id = f.origin_id
      where f.workspace_id = ${tenant.workspaceId} and o.matched_on = 'RULE'`.execute(api.store.em().getKysely());
    expect(rows[0]!.touches).toBe(set.moves![0]!.touches);
    // Who said in a survey that a voucher site brought them has no utm_source there, and stays.
    expect((await acquired('OTHER')) - rest).toBe(affiliates - (await acquired('AFFILIATE')));
    expect(await acquired('OTHER')).toBeGreaterThan(rest);
    expect((await setRules([rule], true)).moves).toEqual([]);
    const { channelRules } = await ask<{ channelRules: object[] }>(
      '{ channelRules { kind channel { name } conditions { field match value } } }',
    );
    expect(channelRules).toEqual([
      { kind: 'OTHER', channel: null, conditions: [{ field: 'SOURCE', match: 'EQUALS', value: 'Vouchers' }] },
    ]);

    expect((await setRules([])).moves![0]).toMatchObject({ from: { name: 'Marketplace' }, to: { name: 'Affiliate' } });
    expect(await origins()).toEqual(before);
    expect(await acquired('AFFILIATE')).toBe(affiliates);
  });

  it('may name a channel; one of our own appears when touches come by it', async () => {
    const { nodes } = await channels();
    const mail = nodes.find(({ kind }) => kind === 'EMAIL')!;
    const referrer = { field: 'REFERRER', match: 'CONTAINS', value: 'coffee-blog' };
    const set = await setRules([{ conditions: [referrer], channel: mail.id }]);
    expect(set.rules![0]!.channel!.name).toBe('E-mail');
    expect(set.moves![0]).toMatchObject({ from: { name: 'Referral' }, to: { name: 'E-mail' }, toKind: 'EMAIL' });
    const offline = [{ conditions: [referrer], kind: 'OFFLINE' }];
    expect((await setRules(offline, true)).moves![0]).toMatchObject({ to: null, toKind: 'OFFLINE' });
    expect((await setRules(offline)).moves![0]).toMatchObject({ to: { name: 'Offline' } });
    expect((await channels()).nodes.find(({ kind }) => kind === 'OFFLINE')).toMatchObject({
      name: 'Offline',
      source: null,
    });
    await setRules([]);
  });

  it.each([
    [[{ conditions: [], kind: 'EMAIL' }], 'rules.0.conditions must be from 1 to 10.'],
    [[{ conditions: [{ field: 'SOURCE', value: 'a' }] }], 'rules.0 must name a kind or a channel, and not both.'],
    [
      [{ conditions: [{ field: 'SOURCE', match: 'CONTAINS', value: ' ' }], kind: 'EMAIL' }],
      'rules.0.conditions.0.value is empty, which every text begins with and contains; EQUALS finds none told.',
    ],
    [
      [{ conditions: [{ field: 'SOURCE', value: 'a'.repeat(201) }], kind: 'EMAIL' }],
      'rules.0.conditions.0.value is longer than 200 characters.',
    ],
    [
      [
        {
          conditions: [{ field: 'SOURCE', value: 'a' }],
          channel: Buffer.from('Channel:00000000-0000-4000-8000-000000000000').toString('base64url'),
        },
      ],
      'rules.0.channel names no channel of this workspace.',
    ],
    [
      Array.from({ length: 201 }, () => ({ conditions: [{ field: 'SOURCE', value: 'a' }], kind: 'EMAIL' })),
      'rules are more than 200.',
    ],
  ])('that cannot be are refused with the way out: %#', async (rules, message) => {
    const { userErrors, moves } = await setRules(rules);
    expect(userErrors.map((error) => error.message)).toEqual([message]);
    expect(moves).toBeNull();
  });

  it('are changed only by who manages the workspace', async () => {
    const reader = await api.tenant('Reader', ['READ_METRICS']);
    const { errors } = await api.ask(
      reader.secret,
      'mutation { setChannelRules(input: { rules: [] }) { rules { kind } } }',
    );
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
  });
});
