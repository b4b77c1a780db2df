import { type Chance, chanceOf } from './models/chance.ts';
import type { Candidate } from './models/choose-model.ts';
import { resampled } from './models/draws.ts';
import { nearbyParameters, type PurchaseModel, weighedParameters } from './models/fit-purchases.ts';
import { drawSpend, type SpendModel, type Spends } from './models/gamma-gamma.ts';
import type { Histories } from './models/purchase-likelihood.ts';
import type { Draw } from './fitted.ts';
import { fewBuyers } from './outlook.ts';

/** Every interval takes them all: as many as tell its ends, and no more. */
const drawCount = 24;
/** Of each model, to choose from. */
const tries = 500;
const seed = 1;

export interface Drawn {
  model: PurchaseModel;
  candidates: readonly Candidate[];
  histories: Histories;
  spend: SpendModel | null;
  spends: Spends | null;
}

/** What the parameters may be, as far as the histories tell. Of few buyers any of the models that were tried may be the true one. */
export function drawValue({ model, candidates, histories, spend, spends }: Drawn): Draw[] {
  const chance = chanceOf(seed);
  const few = model.customers < fewBuyers;
  const purchases = few ? anyModel(candidates, histories, chance) : thisModel(model, chance);
  const values = spend && spends && drawSpend(spend, spends, { count: drawCount, few }, chance);
  return purchases.map((drawn, i) => ({ ...drawn, spend: values?.[i] ?? null }));
}

const thisModel = (model: PurchaseModel, chance: Chance) =>
  nearbyParameters(model, drawCount, chance).map((purchases) => ({ kind: model.kind, purchases }));

/** All candidates' draws in one pool: a model has its part in what is chosen as the histories speak for it. */
function anyModel(candidates: readonly Candidate[], histories: Histories, chance: Chance) {
  const pool = candidates.flatMap(({ model }) =>
    weighedParameters(model, histories, tries, chance).map(({ at, logWeight }) => ({
      at: { kind: model.kind, purchases: at },
      logWeight,
    })),
  );
  return resampled(pool, drawCount);
}
