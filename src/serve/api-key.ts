import { sql } from 'kysely';
import { Arg, Authorized, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { type Scope as ScopeName, createApiKey, revokeApiKey, scopes } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { Node } from './node.ts';
import { DateTimeScalar } from './scalars.ts';
import { UserError, asUserErrors, checkText, userError } from './user-error.ts';

const Scope = enumType('Scope', 'What an API key may do.', scopes, {
  READ_METRICS: 'Figures, products and the map of the data.',
  READ_CUSTOMERS: 'Customers, orders and segments, without personal data.',
  READ_PERSONAL_DATA: 'Names, e-mail addresses, phone numbers, what people wrote, and the search by these.',
  MANAGE_SOURCES: 'Sources: what they are connected to, when they are read, and what was rejected.',
  MANAGE_WORKSPACE: 'The workspace and its API keys.',
});

@ObjectType({
  description: 'A key a program uses; only its prefix can be read back.',
  implements: Node,
  simpleResolvers: true,
})
export class ApiKey extends Node {
  @Field(() => String)
  label!: string;

  @Field(() => String)
  prefix!: string;

  @Field(() => [Scope])
  scopes!: string[];

  @Field(() => DateTimeScalar)
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'To the minute.' })
  lastUsedAt!: Date | null | undefined;

  @Field(() => DateTimeScalar, { nullable: true })
  expiresAt!: Date | null | undefined;

  @Field(() => DateTimeScalar, { nullable: true })
  revokedAt!: Date | null | undefined;
}

@InputType()
export class CreateApiKeyInput {
  @Field(() => String)
  label!: string;

  @Field(() => [Scope])
  scopes!: ScopeName[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'Never, where left out.' })
  expiresAt?: Date | null;
}

@InputType()
export class RevokeApiKeyInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ simpleResolvers: true })
export class CreateApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'Null where there are errors.' })
  apiKey?: ApiKey | null;

  @Field(() => String, { nullable: true, description: 'The key itself: it is shown this once.' })
  secret?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class RevokeApiKeyPayload {
  @Field(() => ID, { nullable: true, description: 'Null where there are errors.' })
  revokedApiKeyId?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

const columns = sql`id, label, prefix, scopes, created_at as "createdAt", last_used_at as "lastUsedAt",
  expires_at as "expiresAt", revoked_at as "revokedAt"`;

/** The key with that id, null where the workspace has none. */
export async function loadApiKey(context: Context, id: string): Promise<ApiKey | null> {
  const [row] = await context.rows(
    sql<ApiKey>`select ${columns} from api_keys where workspace_id = ${context.workspaceId} and id = ${id}`,
  );
  return row ?? null;
}

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Authorized<ScopeName>('MANAGE_WORKSPACE')
  @Query(() => [ApiKey], { nullable: true, description: 'The keys of the workspace, the newest first.' })
  apiKeys(@Ctx() context: Context): Promise<ApiKey[]> {
    return context.rows(
      sql<ApiKey>`select ${columns} from api_keys where workspace_id = ${context.workspaceId} order by created_at desc, id`,
    );
  }

  @Authorized<ScopeName>('MANAGE_WORKSPACE')
  @Mutation(() => CreateApiKeyPayload)
  async createApiKey(
    @Ctx() context: Context,
    @Arg('input', () => CreateApiKeyInput) { label, scopes: wanted, expiresAt = null }: CreateApiKeyInput,
  ): Promise<CreateApiKeyPayload> {
    const userErrors = [
      ...checkText(label, 'label'),
      ...(wanted.length > 0 ? [] : [userError('REQUIRED', 'scopes', 'scopes is empty: name what the key may do.')]),
      ...(expiresAt && expiresAt <= new Date() ? [userError('INVALID', 'expiresAt', 'expiresAt is past.')] : []),
    ];
    if (userErrors.length > 0) return { userErrors };
    const { workspaceId } = context;
    const made = await createApiKey(context.em, {
      workspaceId,
      label: label.trim(),
      scopes: [...new Set(wanted)],
      expiresAt,
    });
    return { ...made, userErrors };
  }

  @Authorized<ScopeName>('MANAGE_WORKSPACE')
  @Mutation(() => RevokeApiKeyPayload, { description: 'Makes a key useless at once and for ever.' })
  revokeApiKey(@Ctx() context: Context, @Arg('input', () => RevokeApiKeyInput) { id }: RevokeApiKeyInput) {
    return asUserErrors(async (): Promise<RevokeApiKeyPayload> => {
      const found = await revokeApiKey(context.em, context.workspaceId, idOf('ApiKey', id, 'id'));
      if (!found) throw unknownId('ApiKey', id, 'id');
      return { revokedApiKeyId: id, userErrors: [] };
    });
  }
}
