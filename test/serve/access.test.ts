import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
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
  ID: '"Q3VzdG9tZXI6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"',
  String: '"x"',
  Int: '1',
  Float: '0.5',
  Boolean: 'true',
  Date: '"2025-01-01"',
  Decimal: '"1"',
  Duration: '"P30D"',
  JSON: '{}',
};
/** The shortest value of an argument's type. */
function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return `[${sample(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (!isInputObjectType(type)) return samples[type.name]!;
  const fields = Object.values(type.getFields());
  const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
  return `{ ${needed.map((field) => `${field.name}: ${sample(field.type)}`).join(', ')} }`;
}
const leaf = (type: GraphQLOutputType) => (isLeafType(getNamedType(type)) ? '' : '{ __typename }');
/** The shortest call of a root field. */
function call({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const needed = args.filter(isRequiredArgument);
  const given = needed.map((arg) => `${arg.name}: ${sample(arg.type)}`).join(', ');
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
