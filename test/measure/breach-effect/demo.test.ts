import { describe, expect, it } from 'vitest';
import { BreachEffectDocument, type BreachEffectQuery } from '../../../schema/client.ts';
import { breachEffect, breachProvenance, type BreachEffect } from '../../../src/measure/breach-effect/index.ts';
import { openContext } from '../../../src/measure/context.ts';
import { listCpis, unsavedCpi } from '../../../src/measure/cpi/list.ts';
import { loadDemo, startApi } from '../../serve/api.ts';

const api = await startApi();

/** A demo business through its connector and the database, and what late deliveries went with there. */
async function effectOn(settings: { seed: number; customers: number; lateEffect: number }) {
  const tenant = await api.tenant(`Demo ${settings.seed}`);
  await loadDemo(api.store, tenant, {
    ...settings,
    only: ['simulated-products', 'simulated-customers', 'simulated-orders', 'simulated-rates'],
  });
  const context = await openContext(api.store.em(), tenant.workspaceId);
  const cpi = (await listCpis(context)).find(({ definition }) => definition.key === 'on-time-delivery')!;
  return { context, cpi, secret: tenant.secret, effect: await breachEffect(context, cpi, 120) };
}
const outcomeOf = ({ outcomes }: BreachEffect, wanted: string) => {
  const found = outcomes.find(({ outcome }) => outcome === wanted)!;
  if ('reason' in found) throw new Error(found.reason);
  return found;
};

describe('late deliveries of the demo business', () => {
  it('go with the odds of buying again that are planted, and with less bought', async () => {
    const settings = { seed: 1, customers: 1200, lateEffect: 1.8 };
    const { context, cpi, effect, secret } = await effectOn(settings);
    const { oddsRatio, difference, after, without } = outcomeOf(effect, 'REPEAT');
    // Lost and returned parcels are broken promises too, and nothing is planted for them: that is of those delivered.
    const delivered = unsavedCpi({ ...cpi.definition, where: { field: 'status', in: ['DELIVERED'] } });
    const planted = outcomeOf(await breachEffect(context, delivered, 120), 'REPEAT').oddsRatio!;
    expect(planted.low).toBeLessThan(1 / 1.8);
    expect(planted.high).toBeGreaterThan(1 / 1.8);
    expect(planted.value).toBeLessThan(oddsRatio!.value);
    expect(difference.high).toBeLessThan(0);
    expect(difference.value).toBeCloseTo(after - without, 9);
    expect(outcomeOf(effect, 'NET_SALES').difference.value).toBeLessThan(0);
    expect(outcomeOf(effect, 'MARGIN').difference.value).toBeGreaterThan(
      outcomeOf(effect, 'NET_SALES').difference.value,
    );
    expect(effect.outcomes.find(({ outcome }) => outcome === 'CHURN')).toMatchObject({ reason: 'NOT_YET' });
    const { notes, inputs } = await breachProvenance(context, cpi, effect);
    expect(notes[0]).toContain('Association, not proof');
    expect(inputs.map(({ stream }) => stream)).toEqual(['simulated-orders']);
    const { data } = await api.ask<BreachEffectQuery>(secret, BreachEffectDocument.toString());
    const [told] = data!.cpi!.effect.outcomes;
    expect(told).toMatchObject({ outcome: 'REPEAT', reason: null, oddsRatio: { low: oddsRatio!.low.toFixed(6) } });
    expect(data!.cpi!.effect.balance.every(({ after: left }) => Math.abs(left) < 1e-5)).toBe(true);
    const { priorities } = data!.cpiPriorities!;
    expect(priorities.filter(({ cpi: { key } }) => key.includes('abandonment'))).toEqual([]);
    const values = priorities.flatMap(({ valuePerYear }) => (valuePerYear ? [Number(valuePerYear.value)] : []));
    expect(values).toEqual(values.toSorted((one, other) => one - other));
    expect(priorities.findLastIndex(({ valuePerYear }) => valuePerYear)).toBe(values.length - 1);
    const late = priorities.find(({ cpi: { key } }) => key === cpi.definition.key)!;
    const margin = outcomeOf(await breachEffect(context, cpi, 180), 'MARGIN').difference;
    expect(Number(late.valuePerYear!.high)).toBeCloseTo(late.perYear * margin.high, 3);
  }, 120_000);

  it.each([2, 3])(
    'go with nothing where none is planted, seed %d',
    async (seed) => {
      const { effect } = await effectOn({ seed, customers: 500, lateEffect: 1 });
      const { oddsRatio, difference } = outcomeOf(effect, 'REPEAT');
      expect(oddsRatio!.low).toBeLessThan(1);
      expect(oddsRatio!.high).toBeGreaterThan(1);
      expect(difference.low).toBeLessThan(0);
      expect(difference.high).toBeGreaterThan(0);
      const { low, high } = outcomeOf(effect, 'NET_SALES').difference;
      expect([Math.sign(low), Math.sign(high)]).toEqual([-1, 1]);
    },
    120_000,
  );
});
