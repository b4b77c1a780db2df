import type { BackTest } from './models/back-test.ts';
import type { SpendModel, SpendParameters } from './models/gamma-gamma.ts';
import type { ModelKind, PurchaseParameters } from './models/purchase-likelihood.ts';

/** Parameters of both models; no spend where too few customers came again. */
export interface Draw {
  kind: ModelKind;
  purchases: PurchaseParameters;
  spend: SpendParameters | null;
}

/** What was fitted to a workspace's customers, as it is kept. Times are in weeks, amounts in the workspace's currency. */
export interface FittedValue {
  name: string;
  kind: ModelKind;
  purchases: PurchaseParameters;
  errors: Partial<PurchaseParameters> | null;
  /** Whether the history tells that customers leave. */
  churnIdentifiable: boolean;
  /** All that were tried, the best first; the lower the criterion (BIC), the better. */
  candidates: { name: string; criterion: number; logLikelihood: number }[];
  /** Null where too few customers came again. */
  spend: SpendModel | null;
  /** What the parameters may be as well: how far the history leaves them open. Of few buyers the model may differ too. */
  draws: Draw[];
  /** Of the number of repeat purchases and their mean value: the models take them to be independent. */
  correlation: number | null;
  customers: number;
  repeaters: number;
  backTest: HoldOut | null;
  /** Repeat purchases since the beginning, week by week: what came, and what the model makes of the first purchases. */
  tracking: { week: number; actual: number; expected: number }[];
}

/** How a model of the same kind, fitted to what was known some weeks ago, foretold the weeks since. */
export interface HoldOut extends BackTest {
  weeks: number;
  /** Of what came in money, the share of customers that lay in their interval of `confidence`; null without a spend model. */
  coverage: number | null;
  confidence: number;
}

/** How sure an interval is, where nobody says. */
export const confidence = 0.8;
export const weeksPerMonth = 365.25 / 12 / 7;
/** The year that is kept for every customer, month by month. */
export const keptMonths = 12;
/** The day that days are counted from. */
export const epoch = '1970-01-01';
