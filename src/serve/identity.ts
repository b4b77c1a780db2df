import { sql } from 'kysely';
import { Authorized, Ctx, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { Customer } from './customer.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';

@ObjectType({ description: 'A record in a source that is this customer.', simpleResolvers: true })
export class Identity {
  @Authorized<Scope>('READ_PERSONAL_DATA')
  @Field(() => String, {
    nullable: true,
    simple: false,
    description: "The source's own key; a guest's is an e-mail address or phone number. Needs READ_PERSONAL_DATA.",
  })
  externalId!: string | null;

  @Field(() => Boolean, { description: 'Whether the source knows only a contact on a transaction, no account.' })
  guest!: boolean;

  @Field(() => [String], {
    description: 'By what it was found to be this customer: EMAIL, PHONE, PERSON … Empty for the first.',
  })
  matchedOn!: string[];

  @Field(() => Float, { nullable: true, description: 'How sure the match is, 0 to 1.' })
  confidence!: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  firstSeenAt!: Date | null;

  customerId!: string;
  sourceId!: string;
}

@Resolver(() => Identity)
export class IdentityResolver {
  @FieldResolver(() => Source, { nullable: true })
  source(@Root() { sourceId }: Identity, @Ctx() context: Context): Promise<Source | null> {
    return loadSource(context, sourceId);
  }
}

@Resolver(() => Customer)
export class CustomerIdentities {
  @FieldResolver(() => [Identity], { description: 'Every record in every source that is this customer, and why.' })
  async identities(@Root() customer: Customer, @Ctx() context: Context): Promise<Identity[]> {
    const found = await context.batch('identities of customer', customer.id, async (ids) => {
      const rows = await context.rows(sql<Identity>`
        with latest as (
          select distinct on (l.identity_id) l.identity_id, l.matched_on, l.confidence
            from identity_links l join identities i on i.workspace_id = l.workspace_id and i.id = l.identity_id
           where l.workspace_id = ${context.workspaceId} and i.workspace_id = ${context.workspaceId}
             and i.customer_id = any(${ids})
           order by l.identity_id, l.seq desc)
        select i.customer_id as "customerId", i.source_id as "sourceId", i.external_id as "externalId", i.guest,
               i.first_seen_at as "firstSeenAt", latest.confidence,
               array(select distinct split_part(matched, ':', 1) from unnest(latest.matched_on) matched order by 1)
                 as "matchedOn"
          from identities i left join latest on latest.identity_id = i.id
         where i.workspace_id = ${context.workspaceId} and i.customer_id = any(${ids})
         order by i.seq`);
      return Map.groupBy(rows, ({ customerId }) => customerId);
    });
    return found ?? [];
  }
}
