import { fail } from '../../errors.ts';
import type { Workspace } from '../../model/workspace.ts';
import type { AttributionModel } from '../attribution/credits.ts';
import type { CostScope } from '../cost-rows.ts';
import type { CustomerFilter } from '../filter.ts';
import type { MarginBase } from '../order-margin.ts';
import type { Period } from '../period.ts';

/** By which rules value is set against cost. Nothing of it is kept: other rules are another question. */
export interface AcquisitionOptions {
  model: AttributionModel;
  lookBackDays: number;
  /** Lifetime value is that of so many days from the first purchase. */
  horizonDays: number;
  base: MarginBase;
  /** Lifetime value must be so many times what a customer costs, */
  targetRatio: number;
  /** who must have earned it back within so many months, */
  paybackMonths: number;
  /** and may cost no more than this, as decimal text in the workspace's currency; null where anything goes. */
  cashCap: string | null;
  /** What net sales are assumed to leave, 0 to 1, whatever costs are known; null to go by these. */
  marginShare: number | null;
  costScope: CostScope;
  /** Customers of a period are set against what was spent so many days before. */
  spendLagDays: number;
}

/** The customers won in a period, of all or of some. */
export interface AcquisitionQuery {
  period: Period;
  filter?: CustomerFilter;
  options: AcquisitionOptions;
}

const ranges: Partial<Record<keyof AcquisitionOptions, readonly [least: number, most: number]>> = {
  lookBackDays: [1, 730],
  horizonDays: [0, 3650],
  targetRatio: [0.1, 100],
  paybackMonths: [0, 60],
  marginShare: [0, 1],
  spendLagDays: [0, 365],
};

/** Fills in what is left open. Fails with BAD_INPUT, naming the option, where a number is out of its range. */
export function acquisitionOptions(
  { attributionModel }: Pick<Workspace, 'attributionModel'>,
  given: Partial<AcquisitionOptions>,
): AcquisitionOptions {
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = given[name as keyof AcquisitionOptions] as number | null | undefined;
    if (value == null || (value >= least && value <= most)) continue;
    // What is asked as a duration is named without its unit.
    const field = `options.${name.replace(/^(lookBack|horizon)Days$/, '$1')}`;
    fail('BAD_INPUT', {
      field,
      reason: `is ${value}${name.endsWith('Days') ? ' days' : ''}; give ${least} to ${most}`,
    });
  }
  if (given.cashCap != null && !(Number(given.cashCap) >= 0)) {
    fail('BAD_INPUT', { field: 'options.cashCap', reason: `is ${given.cashCap}; give an amount from 0 on` });
  }
  return {
    model: attributionModel as AttributionModel,
    lookBackDays: 30,
    horizonDays: 365,
    base: 'CM1',
    targetRatio: 3,
    paybackMonths: 12,
    cashCap: null,
    marginShare: null,
    costScope: 'MEDIA',
    spendLagDays: 0,
    ...given,
  };
}
