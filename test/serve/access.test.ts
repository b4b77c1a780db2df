import { type GraphQLField, type GraphQLOutputType, getNamedType, isLeafType, isNonNullType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/model/api-key.ts';
import { ApiKey } from '../../src/model/workspace.ts';
import { buildApi } from '../../src/serve/schema.ts';
import { loadDemo, newKey, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 12 }));

const key = (...scopes: Parameters<typeof newKey>[2][number][]) => newKey(api.store, tenant.workspaceId, scopes);
const codes = async (secret: string | undefined, query: string) =>
  (await api.ask(secret, query)).errors?.map(({ extensions }) => extensions.code);

const schema = buildApi();
const samples: Record<string, string> = {
  AdSpendLevel: 'CAMPAIGN',
  ID: '"Q3VzdG9tZXI6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"',
  String: '"x"',
  PeriodInput: '{ last: "P30D" }',
  CustomerFilterInput: '{ search: "x" }',
  ChangeSegmentMembersInput: '{ id: "x" }',
  CreateSegmentInput: '{ name: "x", filter: {} }',
  UpdateSegmentInput: '{ id: "x" }',
  DeleteSegmentInput: '{ id: "x" }',
  CreateCostInput: '{ kind: OTHER, startsOn: "2025-01-01", amount: "1" }',
  UpdateCostInput: '{ id: "x" }',
  DeleteCostInput: '{ id: "x" }',
  SetCampaignPurposeInput: '{ campaign: "x", purpose: RETENTION }',
  UpdateWorkspaceInput: '{}',
  CreateApiKeyInput: '{ label: "x", scopes: [] }',
  RevokeApiKeyInput: '{ id: "x" }',
  ConnectSourceInput: '{ connector: "x", name: "x", settings: {} }',
  UpdateSourceInput: '{ id: "x" }',
  DisconnectSourceInput: '{ id: "x" }',
  TestConnectionInput: '{}',
  PreviewStreamInput: '{ stream: "x" }',
  StartSyncInput: '{ source: "x" }',
  CancelRunInput: '{ id: "x" }',
};
const leaf = (type: GraphQLOutputType) => (isLeafType(getNamedType(type)) ? '' : '{ __typename }');
/** The shortest call of a root field. */
function call({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const needed = args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const given = needed.map((arg) => `${arg.name}: ${samples[getNamedType(arg.type).name]}`).join(', ');
  return `${name}${given && `(${given})`} ${leaf(type)}`;
}

describe('a key', () => {
  const types = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
  const roots = types.flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({
      field: field.name,
      query: `${type.name.toLowerCase()} { ${call(field)} }`,
    })),
  );

  it.each(roots)('is needed for $field, with a scope', async ({ query }) => {
    expect(await codes(undefined, query)).toEqual(['UNAUTHENTICATED']);
    expect(await codes(await key(), query)).toEqual(['FORBIDDEN']);
  });

  it('is asked for in words that say how to get one', async () => {
    const response = await api.post({ query: '{ workspace { name } }' });
    expect(response.status).toBe(401);
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    expect(errors[0]!.message).toContain('Authorization: Bearer clk_');
    expect(errors[0]!.message).toContain('npx clientela key create');
  });

  it('that is unknown, revoked or expired is refused', async () => {
    const { workspaceId } = tenant;
    const refused = async (secret: string) => {
      const response = await api.post({ query: '{ __typename }' }, secret);
      return [response.status, ((await response.json()) as { errors: { message: string }[] }).errors[0]!.message];
    };
    expect(await refused('clk_nobody')).toEqual([401, expect.stringContaining('is unknown here')]);
    const expired = await createApiKey(api.store.em(), {
      workspaceId,
      label: 'old',
      scopes: ['READ_METRICS'],
      expiresAt: new Date('2020-01-01'),
    });
    expect(await refused(expired.secret)).toEqual([401, expect.stringContaining('expired on 2020-01-01')]);
    const { apiKey, secret } = await createApiKey(api.store.em(), {
      workspaceId,
      label: 'new',
      scopes: ['READ_METRICS'],
    });
    expect(await codes(secret, '{ workspace { name } }')).toBeUndefined();
    const id = Buffer.from(`ApiKey:${apiKey.id}`).toString('base64url');
    await api.ask(tenant.secret, `mutation { revokeApiKey(input: { id: "${id}" }) { revokedApiKeyId } }`);
    expect(await refused(secret)).toEqual([401, expect.stringContaining('was revoked on')]);
  });

  it('is kept as a hash, and remembers when it was used', async () => {
    const secret = await key('READ_METRICS');
    await api.ask(secret, '{ workspace { name } }');
    const kept = await api.store.em().find(ApiKey, { workspaceId: tenant.workspaceId });
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(kept.find(({ prefix }) => secret.startsWith(prefix))?.lastUsedAt).toBeInstanceOf(Date);
  });
});

describe('personal data', () => {
  const query = `{ customers(first: 1, filter: { orders: { gte: 1 } }) { nodes { id country name email phone identities { externalId matchedOn } } } }`;

  it('is null with an error that names the scope, the rest is there', async () => {
    interface Page {
      customers: {
        nodes: { id: string; name: unknown; email: unknown; phone: unknown; identities: { externalId: unknown }[] }[];
      };
    }
    const { data, errors } = await api.ask<Page>(await key('READ_CUSTOMERS'), query);
    const [customer] = data!.customers.nodes;
    expect(customer).toMatchObject({ id: expect.any(String), name: null, email: null, phone: null });
    expect(customer!.identities[0]!.externalId).toBeNull();
    expect(new Set(errors!.map(({ extensions }) => extensions.field))).toEqual(
      new Set(['Customer.name', 'Customer.email', 'Customer.phone', 'Identity.externalId']),
    );
    expect(errors![0]!.message).toContain('READ_PERSONAL_DATA');
    const whole = await api.ask<Page>(await key('READ_CUSTOMERS', 'READ_PERSONAL_DATA'), query);
    expect(whole.errors).toBeUndefined();
  });

  it('cannot be searched by, however deep the search is hidden', async () => {
    const secret = await key('READ_CUSTOMERS', 'READ_METRICS', 'WRITE_SEGMENTS');
    expect(await codes(secret, '{ customer(email: "a@b.c") { id } }')).toEqual(['FORBIDDEN']);
    for (const filter of ['{ search: "a" }', '{ any: [{ not: { search: "a" } }] }']) {
      expect(await codes(secret, `{ customers(filter: ${filter}) { totalCount } }`)).toEqual(['FORBIDDEN']);
      const metric = `metric(key: "revenue", period: { last: "P30D" }, filter: ${filter})`;
      expect(await codes(secret, `{ ${metric} { total { value } } }`)).toEqual(['FORBIDDEN']);
    }
    const create =
      'createSegment(input: { name: "Ada", filter: { search: "ada" } }) { segment { id } userErrors { code } }';
    const { data } = await api.ask(secret, `mutation { ${create} }`);
    expect(data).toEqual({ createSegment: { segment: null, userErrors: [{ code: 'FORBIDDEN' }] } });
  });
});
