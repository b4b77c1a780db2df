import { attributionFigures } from './attribution/figures.ts';
import { churnFigures } from './churn/index.ts';
import { concentrationFigures } from './concentration/index.ts';
import { customerFigures } from './customers/index.ts';
import { costFigures } from './cost/index.ts';
import { deliveryFigures } from './delivery/index.ts';
import type { Figure } from './figure.ts';
import { orderFigures } from './orders/index.ts';
import { leadFigures } from './leads/index.ts';
import { repeatFigures } from './repeat/index.ts';
import { revenueFigures } from './revenue/index.ts';
import { reviewFigures } from './reviews/index.ts';
import { spendFigures } from './spend/index.ts';
import { touchFigures } from './touches/index.ts';

/** Every figure that can be asked for by key. */
export const figures: readonly Figure[] = [
  ...revenueFigures,
  ...orderFigures,
  ...customerFigures,
  ...repeatFigures,
  ...churnFigures,
  ...concentrationFigures,
  ...deliveryFigures,
  ...reviewFigures,
  ...spendFigures,
  ...attributionFigures,
  ...costFigures,
  ...leadFigures,
  ...touchFigures,
];
