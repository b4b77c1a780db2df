import { type RawBuilder, sql } from 'kysely';
import { writeCustomerFacts } from '../src/measure/refresh/customer-facts.ts';
import { writePurchaseHistories } from '../src/measure/refresh/purchase-histories.ts';
import { refreshForecasts } from '../src/measure/value/refresh.ts';
import { createWorkspace } from '../src/model/new-workspace.ts';
import type { Workspace } from '../src/model/workspace.ts';
import type { Store } from '../src/store/store.ts';
import { marketingOfMany } from './marketing-of-many.ts';

const runId = '00000000-0000-4000-8000-000000000000';
const sourceId = '00000000-0000-4000-8000-000000000001';
const lastDay = '2025-06-30';
const days = 3 * 365;

/**
 * A workspace of so many customers, each with about three orders over three years, an order in twenty sent back, and what led
 * to them: written straight into the tables, figures included. Every tenth customer has never bought. One has the address buyer1@posta.example.
 */
export async function shopOfMany(store: Store, customers: number): Promise<Workspace> {
  const workspace = await createWorkspace(store.em(), { name: 'bench', currency: 'EUR', timeZone: 'Europe/Rome' });
  const id = sql`${workspace.id}::uuid`;
  const lineage = (stream: string, key: RawBuilder<unknown>) =>
    sql`${sourceId}::uuid, ${key}, ${sql.lit(stream)}, ${key}, ${runId}::uuid`;
  await store.transaction(async (em) => {
    const run = async (statement: RawBuilder<unknown>) => void (await statement.execute(em.getKysely()));
    await run(sql`select setseed(0.5)`);
    await run(sql`insert into sources (workspace_id, id, connector, name, settings, enabled, created_at)
      values (${id}, ${sourceId}, 'file', 'Bench', '{}', true, ${new Date()})`);
    await run(sql`insert into streams (workspace_id, source_id, name, entities, first_party, personal_data, rows, data_through, updated_at)
      values (${id}, ${sourceId}, 'orders', 'order, line', true, true, 0, ${`${lastDay}T20:00:00Z`}, ${new Date()})`);
    await run(sql`insert into customers (workspace_id, id, name, email, country, first_seen_at)
      select ${id}, md5('c' || n)::uuid, 'Buyer ' || n, 'buyer' || n || '@posta.example',
        (array['DE', 'FR', 'IT', 'AT', 'NL'])[1 + n % 5], ${lastDay}::date - floor(random() * ${days}::int)::int
      from generate_series(1, ${customers}::int) n`);
    await run(sql`insert into identities (workspace_id, id, customer_id, seq, email, guest, source_id, external_id, stream, record_key, run_id)
      select ${id}, md5('c' || n)::uuid, md5('c' || n)::uuid, n, 'buyer' || n || '@posta.example', false, ${lineage('customers', sql`'c' || n`)}
      from generate_series(1, ${customers}::int) n`);
    await run(sql`insert into identifiers (workspace_id, kind, value, identity_id)
      select ${id}, 'EMAIL', 'buyer' || n || '@posta.example', md5('c' || n)::uuid from generate_series(1, ${customers}::int) n`);
    await run(sql`
      with buyers as (
        select n, ${lastDay}::date - floor(random() * ${days}::int)::int as first_day, exp(4 + random())::int as rhythm,
          1 + floor(-2.6 * ln(1 - random()))::int as wanted, 20 + 60 * random() as usual
        from generate_series(1, ${customers}::int) n where n % 10 > 0
      ),
      drawn as (
        select b.*, o, case when o = 1 then 0 else 1 + floor(-b.rhythm * ln(1 - random()))::int end as gap,
          round((b.usual * (0.5 + random()))::numeric, 2) as amount
        from buyers b, generate_series(1, b.wanted) o
      ),
      dated as (select d.*, d.first_day + (sum(d.gap) over (partition by d.n order by d.o))::int as day from drawn d)
      insert into orders (workspace_id, id, identity_id, number, placed_at, status, test, kind, currency, taxes_included, total,
        source_id, external_id, stream, record_key, run_id)
      select ${id}, md5('o' || n || '-' || o)::uuid, md5('c' || n)::uuid, n || '-' || o, day + interval '9 hours', 'PAID', false,
        'STANDARD', 'EUR', false, amount, ${lineage('orders', sql`n || '-' || o`)}
      from dated where day <= ${lastDay}::date`);
    await run(sql`insert into refunds (workspace_id, id, order_id, refunded_at, kind, merchandise, shipping, tax, other,
        source_id, external_id, stream, record_key, run_id)
      select workspace_id, md5('r' || number)::uuid, id, placed_at + interval '5 days', 'REFUND', round(total / 2, 2), 0, 0, 0,
        ${lineage('refunds', sql`number`)}
      from orders where workspace_id = ${id} and placed_at < ${lastDay}::date - 5 and random() < 0.05`);
    await run(sql`insert into deliveries (workspace_id, id, order_id, promised_at, shipped_at, delivered_at, complete, status,
        source_id, external_id, stream, record_key, run_id)
      select workspace_id, id, id, placed_at + interval '4 days', placed_at + interval '1 day',
        placed_at + (1 + 4 * random()) * interval '1 day', true, 'DELIVERED', ${lineage('deliveries', sql`number`)}
      from orders where workspace_id = ${id}`);
    await run(sql`insert into survey_answers (workspace_id, id, identity_id, order_id, kind, score, scale_min, scale_max, answered_at,
        source_id, external_id, stream, record_key, run_id)
      select workspace_id, id, identity_id, id, 'REVIEW', 1 + floor(5 * random()), 1, 5, placed_at + interval '8 days',
        ${lineage('reviews', sql`number`)}
      from orders where workspace_id = ${id} and random() < 0.3`);
    await run(sql`insert into order_facts (workspace_id, order_id, customer_id, source_id, stream, placed_at, day, valid, purchase,
        country, currency, gross, discounts, returns, net, shipping, tax, fees, total, cost, items, sequence, previous_day, cohort_day)
      select o.workspace_id, o.id, o.identity_id, o.source_id, o.stream, o.placed_at, o.placed_at::date, true, true, c.country, 'EUR',
        o.total, 0, coalesce(r.merchandise, 0), o.total - coalesce(r.merchandise, 0), 0, 0, 0,
        o.total - coalesce(r.merchandise, 0), round(o.total * 0.6, 2), 1,
        row_number() over life, lag(o.placed_at::date) over life, first_value(o.placed_at::date) over life
      from orders o
      join customers c on c.workspace_id = o.workspace_id and c.id = o.identity_id
      left join refunds r on r.workspace_id = o.workspace_id and r.order_id = o.id
      where o.workspace_id = ${id}
      window life as (partition by o.identity_id order by o.placed_at, o.id)`);
    await run(sql`insert into refund_facts (workspace_id, refund_id, order_id, customer_id, day, merchandise, shipping, tax, other)
      select r.workspace_id, r.id, r.order_id, o.customer_id, r.refunded_at::date, r.merchandise, 0, 0, 0
      from refunds r join order_facts o on o.workspace_id = r.workspace_id and o.order_id = r.order_id
      where r.workspace_id = ${id}`);
    await run(sql`analyze`);
    const { rows } = await sql<{ ids: string[] }>`
      select array_agg(id) as ids from customers where workspace_id = ${id}`.execute(em.getKysely());
    await writeCustomerFacts(em, workspace, rows[0]!.ids);
    await writePurchaseHistories(em, workspace, rows[0]!.ids);
    await marketingOfMany(em, workspace, { lineage, lastDay, days });
  });
  await refreshForecasts(store, workspace.id);
  await sql`vacuum analyze`.execute(store.em().getKysely());
  return workspace;
}
