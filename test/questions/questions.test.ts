import { readFileSync, readdirSync } from 'node:fs';
import { parse, print } from 'graphql';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import * as client from '../../schema/client.ts';
import { loadDemo, startApi } from '../serve/api.ts';

const api = await startApi();
const tenant = await api.tenant('Demo');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 120, whole: true }));

/** Asks a question of schema/questions as a front end would, with the typed document. */
async function ask<Data, Variables extends object>(
  document: client.TypedDocumentString<Data, Variables>,
  variables?: Variables,
): Promise<Data> {
  const { data, errors } = await api.ask<Data>(tenant.secret, document.toString(), { ...variables });
  expect(errors).toBeUndefined();
  return data!;
}
const rows = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(api.store.em().getKysely())).rows;
const numbers = (values: (string | null)[]) => values.map(Number);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

const definitions = (text: string) => parse(text).definitions.map(print).toSorted();

describe('the questions', () => {
  it('are in schema/client.ts as they are written: npm run schema writes it anew', () => {
    const folder = new URL('../../schema/questions/', import.meta.url);
    const files = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const documents = new Map<string, unknown>(Object.entries(client));
    for (const text of files) {
      const name = /^query (\w+)/m.exec(text)![1]!;
      expect(definitions(String(documents.get(`${name}Document`)))).toEqual(definitions(text));
    }
  });

  it('what an acquired customer is worth today', async () => {
    const { acquisition } = await ask(client.WorthTodayDocument);
    const [independent] = await rows(sql<{ count: number; value: string }>`
      with won as (select distinct on (customer_id) customer_id, day from order_facts
          where workspace_id = ${tenant.workspaceId} and purchase order by customer_id, placed_at, order_id)
      select count(*)::int as count, avg(v.net)::text as value from won
        join (select customer_id, sum(net) as net from order_facts
          where workspace_id = ${tenant.workspaceId} and valid group by 1) v using (customer_id)
       where day > (select max(day) from order_facts where workspace_id = ${tenant.workspaceId}) - 365`);
    expect(acquisition!.newCustomers).toBe(independent!.count);
    expect(Number(acquisition!.toDate.perCustomer!.amount)).toBeCloseTo(Number(independent!.value), 2);
    expect(acquisition!.toDate.perCustomer!.currency).toBe('EUR');
    expect(acquisition!.within90Days.customers).toBeLessThanOrEqual(acquisition!.toDate.customers);
    expect(acquisition!.provenance.formula).toBeTruthy();
  });

  it('what they will be worth, and how far that can be trusted', async () => {
    const { customers, valueModel } = await ask(client.WorthInFutureDocument);
    const [cm2] = await rows(sql<{ share: number }>`
      select (sum(net - cost + f.shipping - fulfilment_cost - fee) / sum(net))::float8 as share from order_facts f
        join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id
        join (select order_id, sum(fee) as fee from payments group by order_id having bool_and(fee is not null)) p
          on p.order_id = f.order_id
       where f.workspace_id = ${tenant.workspaceId} and valid and o.currency = 'EUR'
         and cost + fulfilment_cost + net is not null`);
    const expected = customers!.nodes.map(({ value }) => Number(value!.predicted!.expected!.amount));
    expect(expected).toEqual(expected.toSorted((one, other) => other - one));
    for (const { value } of customers!.nodes) {
      const { low, high, alive, confidence, reason } = value!.predicted!;
      expect(reason).toBeNull();
      expect(Number(low!.amount)).toBeLessThan(Number(high!.amount));
      expect(alive).toBeGreaterThan(0);
      expect(confidence).toBe(0.8);
      expect(Number(value!.margin12!.expected!.amount)).toBeLessThan(Number(value!.predicted!.expected!.amount));
      const shares = [
        cm2!.share,
        Number(value!.afterFulfilment12!.expected!.amount) / Number(value!.predicted!.expected!.amount),
      ];
      expect(shares[1]).toBeCloseTo(shares[0]!, 4);
    }
    const [known] = await rows(sql<{ customers: number; repeaters: number }>`
      select count(*)::int as customers, (count(*) filter (where days > 1))::int as repeaters from (
        select count(distinct day) as days from order_facts
         where workspace_id = ${tenant.workspaceId} and valid and customer_id is not null group by customer_id) c`);
    expect(valueModel).toMatchObject(known!);
    expect(valueModel!.backTest!.deciles).toHaveLength(10);
    expect(valueModel!.provenance.notes[0]).toContain(valueModel!.name);
  });

  it('the top 100 customers', async () => {
    const { customers, rfmThresholds, rfmComparisons } = await ask(client.TopCustomersDocument);
    const revenue = numbers(customers!.nodes.map(({ value }) => value?.revenue?.amount ?? null));
    expect(customers!.nodes).toHaveLength(Math.min(100, customers!.totalCount));
    expect(revenue).toEqual(revenue.toSorted((one, other) => other - one));
    const [best] = customers!.nodes;
    expect(best!.rfm!.monetary).toBe(5);
    expect(Number(best!.value!.revenue!.amount)).toBeGreaterThan(Number(rfmThresholds!.monetary.at(-1)!.amount));
    expect(rfmThresholds!.provenance.method).toBe('rfm-value-quintiles@1');
    // The demo business has no groups of its own.
    expect(rfmComparisons).toEqual([]);
    expect(best!.value!.orders).toBeGreaterThan(1);
    expect(best!.name).toBeTruthy();
  });

  it('the life cycle', async () => {
    const { metric, cohorts, lifecycleFlow, repeatPurchases, timeInStages } = await ask(client.LifeCycleDocument);
    expect(metric!.groups.length).toBeGreaterThan(2);
    const [known] = await rows(sql<{ count: number }>`
      select count(*)::int as count from customers where workspace_id = ${tenant.workspaceId}`);
    expect(sum(numbers(metric!.groups.map(({ total }) => total.value)))).toBe(known!.count);
    expect(Number(metric!.total.value)).toBeLessThan(known!.count);
    expect(sum(lifecycleFlow!.transitions.map(({ customers }) => customers))).toBe(known!.count);
    const [first, second] = repeatPurchases!.ladder;
    expect(second!.customers).toBe(first!.next);
    expect(repeatPurchases!.untilSecond.at(-1)!.survival).toBeLessThan(1);
    for (const { stage, stays, ended, next } of timeInStages!.stages) {
      const lasting = lifecycleFlow!.transitions.filter(({ to }) => to === stage);
      expect(stays - ended).toBe(sum(lasting.map(({ customers }) => customers)));
      expect(sum(next.map(({ share }) => share))).toBeCloseTo(Math.min(1, ended), 9);
    }
    for (const { size, retention } of cohorts!.cohorts) {
      expect(retention[0]).toMatchObject({ index: 0, active: size, rate: expect.stringMatching(/^1(\.0+)?$/) });
    }
    const last = cohorts!.cohorts.at(-1)!;
    expect(last.retention.slice(1).every(({ active, rate }) => active === null && rate === null)).toBe(true);
  });

  it('the churn rate and who is about to be lost', async () => {
    const { workspace, metric, atRisk, churn } = await ask(client.ChurnDocument);
    expect(churn!.readings.map(({ definition }) => definition)).toHaveLength(4);
    for (const { customers, share, low } of churn!.readings) {
      expect(customers).toBeGreaterThan(0);
      expect(low).toBeLessThan(share!);
    }
    const { value, numerator, denominator, low, high } = metric!.total;
    expect(Number(value)).toBeCloseTo(Number(numerator) / Number(denominator), 6);
    expect(Number(low)).toBeLessThan(Number(value));
    expect(Number(high)).toBeGreaterThan(Number(value));
    expect(workspace!.churnAfterDays).toBe(180);
    expect(metric!.provenance.formula).toContain('churnAfterDays');
    for (const { lifecycle } of atRisk!.nodes) expect(lifecycle!.stage).toBe('AT_RISK');
  });

  it('which channels get the credit for new customers, by which model', async () => {
    const { attribution, workspace } = await ask(client.ChannelsByModelDocument);
    const [known] = await rows(sql<{ count: number; net: string; unreached: number }>`
      with won as (
        select o.*, exists (
          select 1 from touch_facts t where t.workspace_id = o.workspace_id and t.order_id = o.order_id
            and t.at > o.placed_at - interval '30 days') as reached
        from order_facts o where o.workspace_id = ${tenant.workspaceId} and o.sequence = 1
          and day > (select max(day) from order_facts where workspace_id = ${tenant.workspaceId}) - interval '12 months')
      select count(*)::int as count, round(sum(net), 2)::text as net,
        (count(*) filter (where not reached))::int as unreached from won`);
    expect(attribution!.orders).toBe(known!.count);
    expect(Number(attribution!.revenue!.amount)).toBe(Number(known!.net));
    const models = attribution!.channels[0]!.credits.map(({ model }) => model);
    expect(models).toContain(workspace!.attributionModel);
    for (const [index, model] of models.entries()) {
      const credits = attribution!.channels.map((channel) => channel.credits[index]!);
      expect(new Set(credits.map((credit) => credit.model))).toEqual(new Set([model]));
      expect(sum(numbers(credits.map(({ orders }) => orders)))).toBeCloseTo(known!.count, 9);
      expect(sum(numbers(credits.map(({ revenue }) => revenue!.amount)))).toBeCloseTo(Number(known!.net), 6);
    }
    const { channel, credits } = attribution!.channels.at(-1)!;
    expect([channel, credits.map(({ orders }) => Number(orders))]).toEqual([null, models.map(() => known!.unreached)]);
    expect(Number(attribution!.claimedConversions)).toBeGreaterThan(0);
    expect(attribution!.provenance.notes[0]).toContain('not incremental');
  });

  it('the segments', async () => {
    const { segments } = await ask(client.SegmentsDocument);
    const names = segments!.nodes.map(({ name }) => name).join(', ');
    for (const wanted of [/VIP/, /loyal/i, /one-time/i, /champion/i]) expect(names).toMatch(wanted);
    expect(segments!.nodes.some(({ size }) => size > 0)).toBe(true);
    const empty = segments!.nodes.filter(({ size }) => size === 0);
    for (const { metric } of empty) expect(Number(metric!.total.value ?? 0)).toBe(0);
  });

  it('one segment in depth, and against another', async () => {
    const { segments } = await ask(client.SegmentsDocument);
    const idOf = (wanted: string) => segments!.nodes.find(({ name }) => name === wanted)!.id;
    const ids = { id: idOf('Loyal customer'), other: idOf('One-time buyer') };
    const { segment, segmentOverlap, compareSegments } = await ask(client.SegmentInDepthDocument, ids);
    const { movement, course, size } = segment!;
    expect(movement.stayed + movement.entered).toBe(size);
    expect(movement.customers.nodes.length).toBe(Math.min(10, movement.left));
    for (const { reasons } of movement.customers.nodes) expect(reasons[0]).toMatchObject({ held: true, holds: false });
    expect(course.at(-1)!.size).toBe(size);
    const counted = sum(segmentOverlap!.combinations.map(({ exactly }) => exactly));
    expect(counted + segmentOverlap!.inNone).toBe(segmentOverlap!.customers);
    const [revenue] = compareSegments!.metrics;
    const difference = Number(revenue!.a.total.value) - Number(revenue!.b.total.value);
    expect(Number(revenue!.difference.value)).toBeCloseTo(difference, 6);
  });

  it('whom a filter finds before it is saved', async () => {
    const filter = { acquiredBy: { channel: ['PAID_SEARCH'] }, consent: { channel: 'EMAIL' as const } };
    const { segmentPreview } = await ask(client.SegmentPreviewDocument, { filter });
    expect(segmentPreview!.description).toBe('first reached through PAID_SEARCH, and consents to EMAIL');
    expect(segmentPreview!.size).toBeGreaterThan(0);
    const revenue = numbers(segmentPreview!.customers.nodes.map(({ value }) => value!.revenue!.amount));
    expect(revenue).toEqual(revenue.toSorted((one, other) => other - one));
  });

  it('one accurate profile', async () => {
    const [known] = await rows(sql<{ email: string }>`
      select c.email from customers c
        join customer_facts f on f.workspace_id = c.workspace_id and f.customer_id = c.id
        join identities i on i.workspace_id = c.workspace_id and i.customer_id = c.id
        join consents a on a.workspace_id = i.workspace_id and a.identity_id = i.id
       where c.workspace_id = ${tenant.workspaceId} and f.orders > 2 and c.email is not null order by c.id limit 1`);
    const { customer } = await ask(client.ProfileDocument, { email: ` ${known!.email.toUpperCase()} ` });
    expect(customer!.email).toBe(known!.email);
    expect(customer!.identities.length).toBeGreaterThan(0);
    expect(customer!.identities[0]!.source!.name).toBe('Demo');
    const placed = customer!.timeline.nodes.filter(({ __typename }) => __typename === 'OrderPlaced');
    expect(placed.length).toBeGreaterThan(0);
    expect(placed.length).toBeLessThanOrEqual(customer!.orders.totalCount);
    const times = customer!.timeline.nodes.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(customer!.orders.nodes[0]!.lines[0]!.product!.title).toBeTruthy();
    expect(customer!.value!.history!.tenure).toBeGreaterThanOrEqual(customer!.value!.history!.recency);
    expect(customer!.lifecycle!.history.at(-1)!.stage).toBe(customer!.lifecycle!.stage);
    expect(customer!.consents.length).toBeGreaterThan(0);
  });

  it('which data we hold', async () => {
    const { sources } = await ask(client.DataMapDocument);
    const [source] = sources!;
    expect(source).toMatchObject({ name: 'Demo', connector: { name: 'Demo business (simulated)' } });
    expect(source!.lastRun).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
    expect(sum(source!.streams.map((stream) => stream.rows))).toBe(source!.lastRun!.read);
    const orders = source!.streams.find(({ name }) => name === 'simulated-orders')!;
    expect(orders).toMatchObject({ personalData: true, firstParty: true });
    expect(orders.tables).toContain('order_lines');
    expect(orders.dataThrough).toMatch(/^2025-0/);
  });

  it('how fresh each source is and what went wrong', async () => {
    const { sources } = await ask(client.SourceHealthDocument);
    const [source] = sources!;
    expect(source!.health).toMatchObject({ state: 'HEALTHY', readAt: source!.lastRun!.finishedAt, troubles: [] });
    expect(source!.health.dataThrough).toMatch(/^2025-0/);
    const streams = source!.lastRun!.streams;
    expect(streams.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
    expect(sum(streams.map(({ read }) => read))).toBe(sum(source!.streams.map(({ rows: held }) => held)));
  });

  it('how concentrated the earnings are', async () => {
    const { topShare, gini, customersFor80Percent, future } = await ask(client.ConcentrationDocument);
    const share = Number(topShare!.total.value);
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(1);
    expect(Number(gini!.total.value)).toBeGreaterThan(0);
    expect(Number(customersFor80Percent!.total.value)).toBeGreaterThan(0);
    expect(topShare!.provenance.inputs[0]!.source!.name).toBe('Demo');
    const { expected, low, high, customers, history } = future!;
    const [known] = await rows(sql<{ customers: number; expected: string; top: string }>`
      select count(*)::int as customers, sum(value)::text as expected,
        (sum(value) filter (where place <= ceil(0.2 * n)) / sum(value))::text as top
      from (select value, row_number() over (order by value desc, customer_id) as place, count(*) over () as n
        from customer_forecasts where workspace_id = ${tenant.workspaceId}) f`);
    expect(customers).toBe(known!.customers);
    expect(Number(expected!.amount)).toBeCloseTo(Number(known!.expected), 2);
    expect(future!.topShare).toBeCloseTo(Number(known!.top), 6);
    expect(Number(low!.amount)).toBeLessThan(Number(expected!.amount));
    expect(Number(high!.amount)).toBeGreaterThan(Number(expected!.amount));
    expect(future!.customersFor80).toBeLessThanOrEqual(0.8 * customers);
    expect(history.at(-1)).toMatchObject({ day: future!.day, customers, expected: { amount: expected!.amount } });
    expect(history[0]).toMatchObject({ expected: null, reason: 'NO_MODEL' });
  });

  it('revenue by month equals an independent sum', async () => {
    const { gross, net, total } = await ask(client.RevenueByMonthDocument);
    const independent = await rows(sql<{ month: string; net: string }>`
      select to_char(date_trunc('month', day), 'YYYY-MM-DD') as month, sum(amount)::text as net from (
        select day, gross - discounts as amount from order_facts where workspace_id = ${tenant.workspaceId}
        union all select cancelled_day, -(gross - discounts) from order_facts
          where workspace_id = ${tenant.workspaceId} and cancelled_day is not null
        union all select day, -merchandise from refund_facts where workspace_id = ${tenant.workspaceId}) flows
       group by 1`);
    const byMonth = new Map(independent.map((row) => [row.month, Number(row.net)]));
    // The first month of the period may be there in part only.
    const whole = net!.series.filter(({ complete }) => complete);
    expect(whole.length).toBeGreaterThan(9);
    for (const { period, value } of whole) expect(Number(value)).toBeCloseTo(byMonth.get(period!)!, 4);
    expect(Number(net!.total.value)).toBeCloseTo(sum(numbers(net!.series.map(({ value }) => value))), 4);
    expect(Number(gross!.total.value)).toBeGreaterThan(Number(net!.total.value));
    expect(Number(total!.total.value)).toBeGreaterThan(Number(net!.total.value));
  });

  it('whether deliveries keep their promise, and what the late ones cost', async () => {
    const { onTime, reviews } = await ask(client.DeliveryAndReviewsDocument);
    const { value, numerator, denominator } = onTime!.total;
    expect(Number(value)).toBeCloseTo(Number(numerator) / Number(denominator), 6);
    expect(reviews!.groups.length).toBeGreaterThan(1);
    expect(sum(reviews!.groups.map((group) => group.total.count))).toBe(reviews!.total.count);
    expect(Number(reviews!.total.value)).toBeGreaterThan(1);
  });

  it('how customers rate us, and what that does not tell', async () => {
    const { kpis, worth } = await ask(client.KpisDocument);
    const found = new Map(kpis!.map((kpi) => [kpi.key, kpi]));
    expect([...found.keys()]).toEqual(['nps', 'csat', 'ces', 'review_score', 'survey_response_rate']);
    const [known] = await rows(sql<{ nps: number; answers: number }>`
      select 100 * avg(case when score >= 9 then 1 when score <= 6 then -1 else 0 end)::float8 as nps, count(*)::int as answers
      from survey_answers where workspace_id = ${tenant.workspaceId} and kind = 'NPS' and score is not null
        and (answered_at at time zone 'Europe/Rome')::date > date '2024-06-30'`);
    const { total, groups } = found.get('nps')!.result;
    expect(Number(total.value)).toBeCloseTo(known!.nps, 6);
    expect(total.count).toBe(known!.answers);
    expect(Number(total.high) - Number(total.low)).toBeGreaterThan(0);
    expect(sum(groups.map((group) => group.total.count))).toBe(known!.answers);
    expect(found.get('nps')!.scales).toEqual([{ kind: 'NPS', low: '0', high: '10', answers: known!.answers }]);
    expect(found.get('csat')!.result.metric.name).toBe('Customer satisfaction');
    for (const { doesNotTell } of kpis!) expect(doesNotTell).toMatch(/\w+\.$/);
    expect(Number(worth!.ltv.perCustomer!.amount)).toBeGreaterThan(0);
  });
});
