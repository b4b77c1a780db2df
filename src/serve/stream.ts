import { sql } from 'kysely';
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from './context.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source } from './source.ts';

@ObjectType({ description: 'One kind of record that a source yields.', simpleResolvers: true })
export class Stream {
  @Field(() => String)
  name!: string;

  @Field(() => [String], { description: 'What its records become: customer, order, line …' })
  entities!: string[];

  @Field(() => Int, { description: 'Raw records held.' })
  rows!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The latest event among its records.' })
  dataThrough!: Date | null;

  @Field(() => Boolean, { description: 'Whether the company collected it itself.' })
  firstParty!: boolean;

  @Field(() => Boolean)
  personalData!: boolean;

  @Field(() => [String], { description: 'The tables of the database that hold what its records became.' })
  tables!: string[];
}

/** Where the records of each kind end. */
const tables: Record<string, readonly string[]> = {
  customer: ['customers', 'identities', 'identifiers'],
  identity: ['identities', 'identifiers'],
  consent: ['consents'],
  category: ['categories'],
  product: ['products'],
  variant: ['variants'],
  cost: ['product_costs'],
  order: ['orders'],
  line: ['order_lines'],
  discount: ['discounts'],
  refund: ['refunds'],
  refundLine: ['refund_lines'],
  payment: ['payments'],
  delivery: ['deliveries'],
  cart: ['carts'],
  channel: ['channels'],
  campaign: ['campaigns'],
  adSet: ['ad_sets'],
  adSpend: ['ad_spend'],
  marketingCost: ['cost_entries'],
  touch: ['touches'],
  lead: ['leads'],
  ticket: ['tickets'],
  ticketEvent: ['ticket_events'],
  calendar: ['business_calendars'],
  survey: ['survey_answers'],
  quoteRequest: ['quote_requests'],
  quote: ['quotes'],
  event: ['engagement_events'],
  rate: ['exchange_rates'],
};

@Resolver(() => Source)
export class SourceStreams {
  @FieldResolver(() => [Stream], { description: 'Which records it yields, and how far they have been read.' })
  async streams(@Root() source: Source, @Ctx() context: Context): Promise<Stream[]> {
    const found = await context.batch('streams of source', source.id, async (ids) => {
      const rows = await context.rows(sql<Stream & { sourceId: string }>`
        select source_id as "sourceId", name, string_to_array(entities, ',') as entities, rows,
               data_through as "dataThrough", first_party as "firstParty", personal_data as "personalData"
          from streams where workspace_id = ${context.workspaceId} and source_id = any(${ids}) order by name`);
      return Map.groupBy(rows, ({ sourceId }) => sourceId);
    });
    return (found ?? []).map((stream) => ({
      ...stream,
      tables: [...new Set(stream.entities.flatMap((entity) => tables[entity] ?? []))],
    }));
  }
}
