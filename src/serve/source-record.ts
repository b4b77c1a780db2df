import { type RawBuilder, sql } from 'kysely';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { subjects } from '../measure/cpi/subjects.ts';
import { Category } from './category.ts';
import type { Context } from './context.ts';
import { CpiOutcome } from './cpi-outcome.ts';
import { Customer } from './customer.ts';
import { Order } from './order.ts';
import { Product } from './product.ts';
import { DateTimeScalar, JsonScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';
import { SyncRun, loadRun } from './sync-run.ts';

const personal = 'Needs the scope READ_PERSONAL_DATA where its stream holds personal data.';

@ObjectType({ description: 'A record as a source gave it, unchanged.', simpleResolvers: true })
export class SourceRecord {
  @Field(() => String)
  stream!: string;

  @Field(() => String, { nullable: true, description: 'Where it stood, such as "orders.csv:17".' })
  position!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was kept, in the state that it is in.' })
  landedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was found gone at the source.' })
  deletedAt!: Date | null;

  key!: string;
  sourceId!: string;
  runId!: string;
  personalData!: boolean;
}

/** The records that objects came from; `told` selects their owner, source_id, stream and record_key. */
async function recordsOf(
  context: Context,
  name: string,
  id: string,
  told: (ids: readonly string[]) => RawBuilder<unknown>,
): Promise<SourceRecord[]> {
  const found = await context.batch(`records of ${name}`, id, async (ids) => {
    const rows = await context.rows(sql<SourceRecord & { owner: string }>`
      select told.owner, r.source_id as "sourceId", r.stream, r.key, r.position, r.landed_at as "landedAt",
             r.deleted_at as "deletedAt",
             r.run_id as "runId", s.personal_data as "personalData"
        from (${told(ids)}) told
        join raw_records r on r.workspace_id = ${context.workspaceId} and r.source_id = told.source_id
         and r.stream = told.stream and r.key = told.record_key
        join streams s on s.workspace_id = ${context.workspaceId} and s.source_id = r.source_id and s.name = r.stream
       order by r.source_id, r.stream, r.key`);
    return Map.groupBy(rows, ({ owner }) => owner);
  });
  return found ?? [];
}

/** What an order is made of: each part may come from a stream of its own. */
const partsOfOrder = ['order_lines', 'discounts', 'refunds', 'payments', 'deliveries'];

const description = 'The records that it came from, as the source gave them.';

@Resolver(() => Order)
export class OrderRecords {
  @FieldResolver(() => [SourceRecord], { description })
  sourceRecords(@Root() { id }: Order, @Ctx() context: Context): Promise<SourceRecord[]> {
    return recordsOf(context, 'order', id, (ids) =>
      sql.join(
        [
          sql`select id as owner, source_id, stream, record_key from orders
               where workspace_id = ${context.workspaceId} and id = any(${ids})`,
          ...partsOfOrder.map(
            (table) => sql`select order_id, source_id, stream, record_key from ${sql.table(table)}
                            where workspace_id = ${context.workspaceId} and order_id = any(${ids})`,
          ),
        ],
        sql` union `,
      ),
    );
  }
}

@Resolver(() => Customer)
export class CustomerRecords {
  @FieldResolver(() => [SourceRecord], { description })
  sourceRecords(@Root() { id }: Customer, @Ctx() context: Context): Promise<SourceRecord[]> {
    return recordsOf(
      context,
      'customer',
      id,
      (ids) => sql`select customer_id as owner, source_id, stream, record_key from identities
                    where workspace_id = ${context.workspaceId} and customer_id = any(${ids})`,
    );
  }
}

@Resolver(() => Product)
export class ProductRecords {
  @FieldResolver(() => [SourceRecord], { description })
  sourceRecords(@Root() { id }: Product, @Ctx() context: Context): Promise<SourceRecord[]> {
    return recordsOf(
      context,
      'product',
      id,
      (ids) => sql`select id as owner, source_id, stream, record_key from products
                    where workspace_id = ${context.workspaceId} and id = any(${ids})
                   union select product_id, source_id, stream, record_key from variants
                    where workspace_id = ${context.workspaceId} and product_id = any(${ids})`,
    );
  }
}

@Resolver(() => Category)
export class CategoryRecords {
  @FieldResolver(() => [SourceRecord], { description })
  sourceRecords(@Root() { id }: Category, @Ctx() context: Context): Promise<SourceRecord[]> {
    return recordsOf(
      context,
      'category',
      id,
      (ids) => sql`select id as owner, source_id, stream, record_key from categories
                    where workspace_id = ${context.workspaceId} and id = any(${ids})`,
    );
  }
}

@Resolver(() => CpiOutcome)
export class CpiOutcomeRecords {
  @FieldResolver(() => [SourceRecord], { description: 'The records that tell of it, as the source gave them.' })
  sourceRecords(@Root() { id, subject }: CpiOutcome, @Ctx() context: Context): Promise<SourceRecord[]> {
    return recordsOf(
      context,
      subject,
      id,
      (ids) => sql`select t.id as owner, t.source_id, t.stream, t.record_key from ${subjects[subject].from}
                    where t.workspace_id = ${context.workspaceId} and t.id = any(${ids})`,
    );
  }
}

@Resolver(() => SourceRecord)
export class SourceRecordResolver {
  @FieldResolver(() => String, { nullable: true, description: `Names it within its stream. ${personal}` })
  key(@Root() record: SourceRecord, @Ctx() context: Context): string {
    if (record.personalData) context.allow('READ_PERSONAL_DATA', 'SourceRecord.key');
    return record.key;
  }

  @FieldResolver(() => JsonScalar, { nullable: true, description: personal })
  payload(@Root() record: SourceRecord, @Ctx() context: Context): Promise<unknown> {
    const { sourceId, stream, key, personalData } = record;
    if (personalData) context.allow('READ_PERSONAL_DATA', 'SourceRecord.payload');
    return context.batch('payload of record', JSON.stringify([sourceId, stream, key]), async (places) => {
      const rows = await context.rows(sql<{ place: string; payload: unknown }>`
        select w.place, r.payload
          from unnest(${places}::text[]) w (place)
          join raw_records r on r.workspace_id = ${context.workspaceId} and r.source_id = (w.place::jsonb ->> 0)::uuid
           and r.stream = w.place::jsonb ->> 1 and r.key = w.place::jsonb ->> 2`);
      return new Map(rows.map((row) => [row.place, row.payload]));
    });
  }

  @FieldResolver(() => Source, { nullable: true })
  source(@Root() { sourceId }: SourceRecord, @Ctx() context: Context): Promise<Source | null> {
    return loadSource(context, sourceId);
  }

  @FieldResolver(() => SyncRun, {
    nullable: true,
    description: 'The run that brought it in its last state. Null where the vendor told of it by itself.',
  })
  run(@Root() { runId }: SourceRecord, @Ctx() context: Context): Promise<SyncRun | null> {
    return loadRun(context, runId);
  }
}
