import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { refreshFigures } from '../../src/measure/refresh/index.ts';
import { holdWorkspace } from '../../src/model/data-version.ts';
import { loadDemo, newKey, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
const other = await api.tenant('Elsewhere');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 1000 }));

interface Effect {
  value: number;
  low: number;
  high: number;
}
interface Payload {
  experiment: {
    id: string;
    state: string;
    design: string;
    sizes: { treated: number; control: number } | null;
    schedule: { from: string; to: string; arm: string }[];
    result: {
      lift: Effect | null;
      relativeLift: Effect | null;
      incremental: Effect | null;
      reason: string | null;
      final: boolean;
      treated: { units: number; total: string };
      control: { units: number };
      costPerIncremental: { value: string; low: string; high: string | null } | null;
      sampleRatio: { pValue: number };
      balance: { covariate: string; standardised: number; pValue: number }[];
      history: { varianceReduction: number } | null;
      provenance: { formula: string; inputs: { rows: number }[] };
    };
  } | null;
  deletedExperimentId: string | null;
  userErrors: { code: string; field: string[]; message: string }[];
}
const fields = `experiment {
  id state design sizes { treated control } schedule { from to arm }
  result {
    lift { value low high } relativeLift { value low high } incremental { value low high } reason final
    treated { units total } control { units } costPerIncremental { value low high }
    sampleRatio { pValue } balance { covariate standardised pValue } history { varianceReduction } provenance { formula inputs { rows } }
  }
}`;

async function change(name: string, input: object, { secret }: { secret: string } = tenant): Promise<Payload> {
  const type = name === 'createExperiment' ? 'CreateExperimentInput' : 'ExperimentIdInput';
  const selection = name === 'deleteExperiment' ? 'deletedExperimentId' : fields;
  const query = `mutation ($input: ${type}!) { change: ${name}(input: $input) { ${selection} userErrors { code field message } } }`;
  const answer = await api.ask<{ change: Payload }>(secret, query, { input });
  expect(answer.errors).toBeUndefined();
  return answer.data!.change;
}
const holdOut = { filter: { orders: { gte: 1 } }, seed: 'spring letter', controlShare: 0.3 };
const letter = {
  name: 'Spring letter',
  hypothesis: 'Who gets a letter buys more often',
  design: { holdOut },
  outcome: 'PURCHASES',
  startsOn: '2025-03-01',
  endsOn: '2025-05-31',
  cost: '900.00',
};
const ask = async (id: string) => {
  const { data } = await api.ask<{ experiment: Payload['experiment'] }>(
    tenant.secret,
    `query ($id: ID!) { ${fields.replace('experiment {', 'experiment(id: $id) {')} }`,
    { id },
  );
  return data!.experiment!;
};
const rows = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(api.store.em().getKysely())).rows;

/** One more purchase in the middle of the trial for the chosen, copied from a purchase of theirs. */
async function plant(chosen: ReturnType<typeof sql>): Promise<number> {
  const { workspaceId } = tenant;
  await api.store.transaction((em) => holdWorkspace(em, workspaceId));
  const copied = await rows(sql<{ id: string; original: string }>`
    with copied as (
      select distinct on (f.customer_id) o.*, md5(o.id || ':more')::uuid as copy, f.order_id
      from order_facts f join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id
      where f.workspace_id = ${workspaceId} and f.purchase and f.customer_id in (${chosen})
      order by f.customer_id, f.day, o.id
    )
    insert into orders select (jsonb_populate_record(null::orders, to_jsonb(c) || jsonb_build_object(
      'id', c.copy, 'placed_at', '2025-04-15T10:00:00Z', 'external_id', c.external_id || ' more', 'record_key', c.record_key || ' more'
    ))).* from copied c returning id, left(external_id, -5) as original`);
  await sql`
    insert into order_lines select (jsonb_populate_record(null::order_lines, to_jsonb(l) || jsonb_build_object(
      'id', md5(l.id || ':more')::uuid, 'order_id', o.id, 'external_id', l.external_id || ' more', 'record_key', l.record_key || ' more'
    ))).* from orders o
    join orders old on old.workspace_id = o.workspace_id and md5(old.id || ':more')::uuid = o.id
    join order_lines l on l.workspace_id = o.workspace_id and l.order_id = old.id
    where o.workspace_id = ${workspaceId} and o.id = any (${copied.map(({ id }) => id)}::uuid[])`.execute(
    api.store.em().getKysely(),
  );
  await sql`insert into touched_orders (workspace_id, order_id)
    select ${workspaceId}, unnest(${copied.map(({ id }) => id)}::uuid[])`.execute(api.store.em().getKysely());
  await refreshFigures(api.store, workspaceId);
  return copied.length;
}

describe('a hold-out', () => {
  let id = '';

  it('is planned, written down and started; sizes are those that were foretold', async () => {
    const { data, errors } = await api.ask<{
      experimentPlan: { sizes: { treated: number; control: number }; usual: number; leastRelativeEffect: number };
    }>(
      tenant.secret,
      `query ($design: ExperimentDesignInput!) {
        experimentPlan(design: $design, outcome: PURCHASES, days: { from: "2025-03-01", to: "2025-05-31" }) {
          sizes { treated control } usual leastEffect leastRelativeEffect varianceReduction reason
          provenance { formula inputs { rows } }
        }
      }`,
      { design: { holdOut } },
    );
    expect(errors).toBeUndefined();
    const { sizes, usual, leastRelativeEffect } = data!.experimentPlan;
    expect(usual).toBeGreaterThan(0.05);
    expect(leastRelativeEffect).toBeGreaterThan(0.05);
    expect(leastRelativeEffect).toBeLessThan(1);
    const draft = await change('createExperiment', letter);
    expect(draft.userErrors).toEqual([]);
    expect(draft.experiment).toMatchObject({ state: 'DRAFT', sizes: null, result: { reason: 'NOT_YET', lift: null } });
    expect(draft.experiment!.design).toContain('30 % are held out, drawn with "spring letter"');
    const started = await change('startExperiment', { id: draft.experiment!.id });
    expect(started.userErrors).toEqual([]);
    id = started.experiment!.id;
    const { treated, control } = started.experiment!.sizes!;
    // Who bought before March is fewer than who has bought by the end of June.
    expect(treated + control).toBeLessThan(sizes.treated + sizes.control);
    expect(Math.abs(control / (treated + control) - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / (treated + control)));
  });

  it('shows no lift where none was planted, and the one that was', async () => {
    const none = await ask(id);
    expect(none.state).toBe('ENDED');
    expect(none.result.reason).toBeNull();
    expect(none.result.lift!.low).toBeLessThan(0);
    expect(none.result.lift!.high).toBeGreaterThan(0);
    expect(none.result.sampleRatio.pValue).toBeGreaterThan(0.001);
    expect(none.result.balance).toHaveLength(4);
    for (const { pValue } of none.result.balance) expect(pValue).toBeGreaterThan(0.001);
    // One more purchase for about a fifth of the treated.
    const raw = Buffer.from(id, 'base64url').toString().split(':')[1]!;
    const planted = await plant(sql`
      select i.customer_id from experiment_members m
      join identities i on i.workspace_id = m.workspace_id and i.id = m.identity_id
      where m.workspace_id = ${tenant.workspaceId} and m.experiment_id = ${raw} and m.arm = 'TREATED'
        and get_byte(decode(md5(i.customer_id::text), 'hex'), 0) < 51`);
    expect(planted).toBeGreaterThan(60);
    const { treated, lift, incremental, costPerIncremental, history, provenance } = (await ask(id)).result;
    expect(Number(treated.total)).toBe(Number(none.result.treated.total) + planted);
    expect(incremental!.low).toBeLessThan(planted);
    expect(incremental!.high).toBeGreaterThan(planted);
    expect(lift!.low).toBeGreaterThan(0);
    expect(lift!.value * treated.units).toBeCloseTo(incremental!.value, 6);
    expect(Number(costPerIncremental!.value)).toBeCloseTo(900 / incremental!.value, 2);
    expect(Number(costPerIncremental!.low)).toBeLessThan(Number(costPerIncremental!.value));
    expect(history!.varianceReduction).toBeGreaterThan(0);
    expect(provenance.inputs.reduce((sum, input) => sum + input.rows, 0)).toBeGreaterThan(Number(treated.total));
  });

  it('tells whoever treats them who is on which side, and any metric over a side', async () => {
    const query = `query ($id: ID!) {
      experiment(id: $id) {
        sizes { treated control }
        treated: customers(arm: TREATED, first: 1) { totalCount }
        control: customers(arm: CONTROL, first: 1) { totalCount nodes { id } }
      }
      metric(key: "customers", period: { last: "P10Y" }, filter: { experimentArm: { experiment: $id, arm: CONTROL } }) {
        total { value }
      }
    }`;
    const { data, errors } = await api.ask<{
      experiment: { sizes: { treated: number; control: number } } & Record<
        'treated' | 'control',
        { totalCount: number }
      >;
      metric: { total: { value: string } };
    }>(tenant.secret, query, { id });
    expect(errors).toBeUndefined();
    const { sizes, treated, control } = data!.experiment;
    expect([treated.totalCount, control.totalCount]).toEqual([sizes.treated, sizes.control]);
    expect(data!.metric.total.value).toBe(String(sizes.control));
  });

  it('is kept once it was started; a draft is not', async () => {
    expect((await change('deleteExperiment', { id })).userErrors[0]).toMatchObject({ code: 'CONFLICT' });
    expect((await change('startExperiment', { id })).userErrors[0]!.message).toContain('was started already');
    expect((await change('stopExperiment', { id })).userErrors[0]!.message).toContain('is over');
    const draft = (await change('createExperiment', { ...letter, name: 'Not yet' })).experiment!;
    expect((await change('stopExperiment', { id: draft.id })).userErrors[0]!.message).toContain('was never started');
    expect((await change('deleteExperiment', { id: draft.id })).deletedExperimentId).toBe(draft.id);
    const { data } = await api.ask<{ experiments: { nodes: { name: string }[] } }>(
      tenant.secret,
      '{ experiments { nodes { name } } }',
    );
    expect(data!.experiments.nodes).toEqual([{ name: 'Spring letter' }]);
  });
});

describe('an experiment', () => {
  it('in time tells when to treat, and can be stopped', async () => {
    const days = { startsOn: '2025-06-01', endsOn: '2027-01-31' };
    const design = { switchback: { blockDays: 7, seed: 'free shipping' } };
    const draft = await change('createExperiment', { ...letter, ...days, name: 'Free shipping', design });
    const { schedule } = draft.experiment!;
    expect(schedule.length).toBe(86);
    expect(schedule.filter(({ arm }) => arm === 'TREATED')).toHaveLength(43);
    const { id } = (await change('startExperiment', { id: draft.experiment!.id })).experiment!;
    expect((await change('stopExperiment', { id })).experiment!.state).toBe('ENDED');
  });

  it.each([
    [{ name: 'Spring letter' }, 'TAKEN', 'name'],
    [{ name: ' ' }, 'REQUIRED', 'name'],
    [{ endsOn: '2025-02-01' }, 'INVALID', 'endsOn'],
    [{ endsOn: '2025-03-02' }, 'INVALID', 'endsOn'],
    [{ cost: '-1' }, 'INVALID', 'cost'],
    [{ winsoriseAt: 0.99 }, 'INVALID', 'winsoriseAt'],
    [{ design: { holdOut: { ...holdOut, controlShare: 0 } } }, 'INVALID', 'design.holdOut.controlShare'],
    [{ design: { holdOut: { ...holdOut, filter: { segment: 'x' } } } }, 'INVALID', 'design.holdOut.filter.segment'],
    [{ campaign: Buffer.from('Segment:x').toString('base64url') }, 'INVALID', 'campaign'],
  ])('is refused where it does not hold together: %j', async (part, code, field) => {
    const { userErrors } = await change('createExperiment', { ...letter, name: 'Another', ...part });
    expect(userErrors[0]).toMatchObject({ code, field: ['input', ...field.split('.')] });
  });

  it('needs the scope to be written, and is of one workspace alone', async () => {
    const secret = await newKey(api.store, tenant.workspaceId, ['READ_METRICS', 'READ_CUSTOMERS']);
    const query = 'mutation ($input: ExperimentIdInput!) { startExperiment(input: $input) { userErrors { code } } }';
    const { data } = await api.ask<{ experiments: { nodes: { id: string }[] } }>(
      secret,
      '{ experiments { nodes { id } } }',
    );
    const [first] = data!.experiments.nodes;
    const { errors } = await api.ask(secret, query, { input: { id: first!.id } });
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
    const writer = await newKey(api.store, tenant.workspaceId, ['READ_METRICS', 'WRITE_SEGMENTS']);
    const sought = { holdOut: { ...holdOut, filter: { search: 'ada' } } };
    const { userErrors } = await change(
      'createExperiment',
      { ...letter, name: 'Ada', design: sought },
      { secret: writer },
    );
    expect(userErrors[0]).toMatchObject({ code: 'FORBIDDEN' });
    const hidden = (await change('createExperiment', { ...letter, name: 'Ada', design: sought })).experiment!;
    expect(hidden.design).toContain('"ada"');
    const read = await api.ask<{ experiment: { design: string | null } }>(
      writer,
      'query ($id: ID!) { experiment(id: $id) { design } }',
      { id: hidden.id },
    );
    expect(read.data!.experiment.design).toBeNull();
    expect(read.errors![0]!.extensions.field).toBe('Experiment.design');
    const people = 'query ($id: ID!) { experiment(id: $id) { customers(arm: TREATED) { totalCount } } }';
    expect((await api.ask(writer, people, { id: first!.id })).errors![0]!.extensions.code).toBe('FORBIDDEN');
    expect((await change('startExperiment', { id: first!.id }, other)).userErrors[0]!.message).toContain(
      'names no Experiment',
    );
  });
});
