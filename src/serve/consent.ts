import { sql } from 'kysely';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from './context.ts';
import { ConsentChannel } from './customer-filter.ts';
import { Customer } from './customer.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';

@ObjectType({ description: 'What the customer allowed, on which channel, since when.', simpleResolvers: true })
export class Consent {
  @Field(() => ConsentChannel)
  channel!: string;

  @Field(() => Boolean)
  granted!: boolean;

  @Field(() => DateTimeScalar)
  since!: Date;

  customerId!: string;
  sourceId!: string;
}

@Resolver(() => Consent)
export class ConsentResolver {
  @FieldResolver(() => Source, { nullable: true })
  source(@Root() { sourceId }: Consent, @Ctx() context: Context): Promise<Source | null> {
    return loadSource(context, sourceId);
  }
}

@Resolver(() => Customer)
export class CustomerConsents {
  @FieldResolver(() => [Consent], { description: 'What each source last heard, the newest word first.' })
  async consents(@Root() customer: Customer, @Ctx() context: Context): Promise<Consent[]> {
    const found = await context.batch('consents of customer', customer.id, async (ids) => {
      const rows = await context.rows(sql<Consent>`
        select i.customer_id as "customerId", c.channel, c.granted, c.since, c.source_id as "sourceId"
          from consents c join identities i on i.workspace_id = c.workspace_id and i.id = c.identity_id
         where c.workspace_id = ${context.workspaceId} and i.workspace_id = ${context.workspaceId}
           and i.customer_id = any(${ids})
         order by c.since desc, c.id`);
      return Map.groupBy(rows, ({ customerId }) => customerId);
    });
    return found ?? [];
  }
}
