import { type EntityName } from '@mikro-orm/core';
import { sql } from 'kysely';
import { openContext, type MeasureContext } from '../../src/measure/context.ts';
import { recomputeAll, refreshFigures } from '../../src/measure/refresh/index.ts';
import { Customer, Identity } from '../../src/model/customer.ts';
import { holdWorkspace } from '../../src/model/data-version.ts';
import { entities } from '../../src/model/entities.ts';
import { factId } from '../../src/model/ids.ts';
import { Touch } from '../../src/model/marketing.ts';
import { Order, OrderLine, Refund, RefundLine } from '../../src/model/order.ts';
import { Source, Stream } from '../../src/model/source.ts';
import { Workspace } from '../../src/model/workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { upsert, type UpsertRow } from '../../src/store/upsert.ts';
import { modelDatabase } from '../setup/database.ts';

export interface OrderInput {
  key: string;
  customer?: string;
  at: string;
  total?: string;
  status?: string;
  cancelledAt?: string;
  test?: boolean;
  kind?: string;
  currency?: string;
  discount?: string;
  shipping?: string;
  tax?: string;
  taxesIncluded?: boolean;
  salesChannel?: string;
  source?: string;
  lines?: LineInput[];
  refunds?: RefundInput[];
}
export interface LineInput {
  product?: string;
  quantity?: string;
  price: string;
  discount?: string;
  tax?: string;
  giftCard?: boolean;
}
export interface RefundInput {
  at: string;
  merchandise: string;
  shipping?: string;
  tax?: string;
  restocked?: boolean;
  /** Which line came back, and how many. */
  line?: number;
  quantity?: string;
}

/** What a touch has besides these is as in the table. */
export interface TouchInput extends Partial<Omit<Touch, 'at'>> {
  key: string;
  at: string;
  customer?: string;
  order?: string;
}

const runId = '00000000-0000-4000-8000-000000000000';
const workspaceId = '11111111-1111-4111-8111-111111111111';

/** A business written straight into the model's tables, without connectors. */
export class Shop {
  readonly store: Store;
  readonly workspaceId = workspaceId;
  private founded = 0;

  private constructor(store: Store) {
    this.store = store;
  }

  /** A shop with tables of its own; to be called at the top level of a test file. */
  static async open(settings: Partial<Workspace> = {}): Promise<Shop> {
    const store = await openStore({ url: await modelDatabase(), entities });
    const shop = new Shop(store);
    const createdAt = new Date('2020-01-01T00:00:00Z');
    await shop.write(Workspace, [
      {
        id: workspaceId,
        name: 'Shop',
        currency: 'EUR',
        timeZone: 'UTC',
        country: 'DE',
        loyalAfterOrders: 3,
        churnAfterDays: 100,
        newForDays: 30,
        simulated: false,
        createdAt,
        ...settings,
      },
    ]);
    await shop.addSource('shop');
    return shop;
  }

  async addSource(name: string): Promise<void> {
    const createdAt = new Date('2020-01-01T00:00:00Z');
    const sourceId = this.id('source', name);
    await this.write(Source, [
      { workspaceId, id: sourceId, connector: 'file', name, settings: {}, enabled: true, createdAt },
    ]);
  }

  id(kind: string, key: string, source = 'shop'): string {
    return kind === 'source'
      ? factId(workspaceId, '', kind, key)
      : factId(workspaceId, this.id('source', source), kind, key);
  }

  lineage(kind: string, key: string, source = 'shop') {
    return { sourceId: this.id('source', source), externalId: key, stream: `${kind}s`, recordKey: key, runId };
  }

  async write<Entity extends object>(entity: EntityName<Entity>, rows: readonly UpsertRow<Entity>[]): Promise<void> {
    await this.store.transaction(async (em) => {
      await holdWorkspace(em, workspaceId);
      await upsert(em, entity, rows);
    });
  }

  /** Customers with one identity each, all of the same name as their key. */
  async addCustomers(keys: readonly string[], more: Partial<Customer> = {}): Promise<void> {
    await this.write(
      Customer,
      keys.map((key) => ({ workspaceId, id: this.id('identity', key), name: key, firstSeenAt: null, ...more })),
    );
    await this.write(
      Identity,
      keys.map((key) => ({
        workspaceId,
        id: this.id('identity', key),
        customerId: this.id('identity', key),
        seq: String(++this.founded),
        guest: false,
        ...this.lineage('customer', key),
      })),
    );
    await this.touch(
      'customer',
      keys.map((key) => this.id('identity', key)),
    );
  }

  async addOrders(orders: readonly OrderInput[]): Promise<void> {
    const lines: UpsertRow<OrderLine>[] = [];
    const refunds: UpsertRow<Refund>[] = [];
    const refundLines: UpsertRow<RefundLine>[] = [];
    for (const order of orders) {
      const orderId = this.id('order', order.key, order.source);
      order.lines?.forEach((line, index) => lines.push(this.line(orderId, order, line, index)));
      order.refunds?.forEach((refund, index) => {
        const key = `${order.key}-${index}`;
        const { line, quantity, at, ...amounts } = refund;
        refunds.push({
          workspaceId,
          id: this.id('refund', key),
          orderId,
          refundedAt: new Date(at),
          kind: 'REFUND',
          shipping: '0',
          tax: '0',
          other: '0',
          ...amounts,
          ...this.lineage('refund', key),
        });
        if (line === undefined) return;
        refundLines.push({
          workspaceId,
          id: this.id('refundLine', key),
          refundId: this.id('refund', key),
          orderLineId: this.id('line', `${order.key}-${line}`),
          quantity: quantity ?? '1',
          ...this.lineage('refundLine', key),
        });
      });
    }
    await this.write(
      Order,
      orders.map((order) => this.order(order)),
    );
    await this.write(OrderLine, lines);
    await this.write(Refund, refunds);
    await this.write(RefundLine, refundLines);
    await this.touch(
      'order',
      orders.map(({ key, source }) => this.id('order', key, source)),
    );
  }

  /** Sessions unless told otherwise; each marks whom it belongs to, and belonged to so far, as unify does. */
  async addTouches(touches: readonly TouchInput[]): Promise<void> {
    const rows = touches.map(({ key, at, customer, order, ...touch }) => ({
      workspaceId,
      id: this.id('touch', key),
      identityId: customer === undefined ? null : this.id('identity', customer),
      orderId: order === undefined ? null : this.id('order', order),
      at: new Date(at),
      kind: 'SESSION',
      ...touch,
      ...this.lineage('touch', key),
    }));
    const mark = async () => {
      for (const [kind, owners] of [
        [
          'customer',
          sql`select i.workspace_id, i.customer_id from touches t
          join identities i on i.workspace_id = t.workspace_id and i.id = t.identity_id`,
        ],
        ['order', sql`select t.workspace_id, t.order_id from touches t`],
      ] as const) {
        await sql`insert into ${sql.table(`touched_${kind}s`)} (workspace_id, ${sql.ref(`${kind}_id`)})
          select distinct * from (${owners} where t.workspace_id = ${workspaceId}
            and t.id = any(${rows.map(({ id }) => id)}::uuid[])) o (workspace_id, owner_id)
          where owner_id is not null on conflict do nothing`.execute(this.store.em().getKysely());
      }
    };
    await mark();
    await this.write(Touch, rows);
    await mark();
  }

  /** What unify does when two customers turn out to be one: all identities of `from` point to `to`. */
  async merge(from: string, to: string): Promise<void> {
    const [old, kept] = [this.id('identity', from), this.id('identity', to)];
    await this.store.transaction(async (em) => {
      await holdWorkspace(em, workspaceId);
      await sql`update identities set customer_id = ${kept} where workspace_id = ${workspaceId} and customer_id = ${old}`.execute(
        em.getKysely(),
      );
      await sql`delete from customers where workspace_id = ${workspaceId} and id = ${old}`.execute(em.getKysely());
    });
    await this.touch('customer', [old, kept]);
  }

  async touch(kind: 'order' | 'customer', ids: readonly string[]): Promise<void> {
    await sql`insert into ${sql.table(`touched_${kind}s`)} (workspace_id, ${sql.ref(`${kind}_id`)})
      select ${workspaceId}, unnest(${[...ids]}::uuid[]) on conflict do nothing`.execute(this.store.em().getKysely());
  }

  /** Takes away all customers, orders and what belongs to them. */
  async clear(): Promise<void> {
    const tables = [
      'customers',
      'identities',
      'orders',
      'order_lines',
      'refunds',
      'refund_lines',
      'deliveries',
      'touches',
    ];
    const facts = [
      'survey_answers',
      'order_facts',
      'refund_facts',
      'customer_facts',
      'purchase_histories',
      'touch_facts',
      'touch_origins',
      'customer_forecasts',
      'value_models',
      'touched_orders',
      'touched_customers',
    ];
    await this.store.transaction(async (em) => {
      await holdWorkspace(em, workspaceId);
      for (const table of [...tables, ...facts]) {
        await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(em.getKysely());
      }
    });
  }

  async dataThrough(instant: string): Promise<void> {
    await this.write(Stream, [
      {
        workspaceId,
        sourceId: this.id('source', 'shop'),
        name: 'orders',
        entities: 'order, line',
        firstParty: true,
        personalData: true,
        rows: '0',
        dataThrough: new Date(instant),
        updatedAt: new Date('2020-01-01T00:00:00Z'),
      },
    ]);
  }

  refresh = () => refreshFigures(this.store, workspaceId);
  recompute = () => recomputeAll(this.store, workspaceId);
  context = (asOf?: string): Promise<MeasureContext> => openContext(this.store.em(), workspaceId, asOf);

  /** All rows of a table in the order of its key, as text. */
  async rows(table: string): Promise<string[]> {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(table)} t where workspace_id = ${workspaceId} order by 1`.execute(
      this.store.em().getKysely(),
    );
    return rows.map(({ row }) => row);
  }

  private order({
    key,
    customer,
    at,
    source,
    cancelledAt,
    lines: _lines,
    refunds: _refunds,
    ...order
  }: OrderInput): UpsertRow<Order> {
    return {
      workspaceId,
      id: this.id('order', key, source),
      identityId: customer === undefined ? null : this.id('identity', customer),
      placedAt: new Date(at),
      cancelledAt: cancelledAt ? new Date(cancelledAt) : null,
      status: 'PAID',
      test: false,
      kind: 'STANDARD',
      currency: 'EUR',
      taxesIncluded: false,
      ...order,
      ...this.lineage('order', key, source),
    };
  }

  private line(orderId: string, order: OrderInput, line: LineInput, index: number): UpsertRow<OrderLine> {
    const key = `${order.key}-${index}`;
    const { product, price, quantity, giftCard, ...amounts } = line;
    return {
      workspaceId,
      id: this.id('line', key, order.source),
      orderId,
      productId: product === undefined ? null : this.id('product', product),
      quantity: quantity ?? '1',
      unitPrice: price,
      giftCard: giftCard ?? false,
      ...amounts,
      ...this.lineage('line', key, order.source),
    };
  }
}
