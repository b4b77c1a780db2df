import { fitPurchases, type PurchaseModel } from './fit-purchases.ts';
import type { Histories, ModelKind } from './purchase-likelihood.ts';

/** A model that was tried. */
export interface Candidate {
  name: string;
  model: PurchaseModel;
  /** Schwarz's criterion (BIC): the lower, the better for as many parameters as it has. */
  criterion: number;
}

export interface Choice {
  name: string;
  model: PurchaseModel;
  /** Whether the history tells that customers leave at all; where not, the model lets nobody leave. */
  churnIdentifiable: boolean;
  /** All that were tried, the best first. */
  candidates: Candidate[];
}

const mostRegular = 4;

/** The name of a model in the field's terms. */
export function nameOf({ k, fromStart, leaves }: ModelKind): string {
  if (!leaves) return k === 1 ? 'NBD' : `CNBD-${k}`;
  return `${fromStart ? 'MBG' : 'BG'}/${k === 1 ? 'NBD' : `CNBD-${k}`}`;
}

/**
 * Fits the models that may apply and takes the one that the histories speak for. Where letting customers leave does not
 * make the histories clearly likelier than two more parameters would by chance, nothing is known about churn, and the model
 * without it is taken: its likelihood has no maximum in a and b then. More regular purchases are tried for as long as
 * regularity helps. Of models that are as good, the one in which one-time buyers may have left is preferred.
 */
export function chooseModel(histories: Histories): Choice {
  const staying = candidateOf({ k: 1, fromStart: false, leaves: false }, histories);
  const leaving = [
    candidateOf({ k: 1, fromStart: true, leaves: true }, histories),
    candidateOf({ k: 1, fromStart: false, leaves: true }, histories),
  ];
  for (let k = 2; k <= mostRegular; k++) {
    const regular = candidateOf({ k, fromStart: true, leaves: true }, histories);
    const best = Math.min(...leaving.map(({ criterion }) => criterion));
    leaving.push(regular);
    if (regular.criterion > best) break;
  }
  const lowest = Math.min(...leaving.map(({ criterion }) => criterion));
  const best = leaving.find(({ criterion }) => criterion < lowest + 2)!;
  const identifiable = best.criterion < staying.criterion && best.model.parameters.a > 1e-4;
  const chosen = identifiable ? best : staying;
  return {
    name: chosen.name,
    model: chosen.model,
    churnIdentifiable: identifiable,
    candidates: [...leaving, staying].toSorted((a, b) => a.criterion - b.criterion),
  };
}

function candidateOf(kind: ModelKind, histories: Histories): Candidate {
  const model = fitPurchases(kind, histories, { prior: true });
  return {
    name: nameOf(kind),
    model,
    criterion: Math.log(model.customers) * (kind.leaves ? 4 : 2) - 2 * model.logLikelihood,
  };
}
