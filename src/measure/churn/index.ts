import type { Figure } from '../figure.ts';
import { pastPurchaseRows } from '../order-rows.ts';
import { readChurn } from './sql.ts';

export const churnFigures: readonly Figure[] = [
  {
    key: 'churn_rate',
    name: 'Churn rate',
    description: 'How many of the active customers fell silent.',
    formula:
      'Customers active at the start of the period who reached churnAfterDays days of silence during it / customers active ' +
      'at its start: those with a purchase within that many days before. The crossing is dated at the last purchase plus ' +
      'those days. New customers are in neither number; who comes back later still counts (see reactivated_customers). ' +
      'A later arrival of an older order can undo a crossing.',
    unit: 'RATIO',
    dimensions: ['country', 'rfm_group', 'segment', 'acquiring_channel'],
    options: ['churnAfterDays'],
    higherIsBetter: false,
    method: 'fixed-inactivity-churn@1',
    zero: false,
    share: true,
    whenUnknown: 'NO_DATA',
    matureAfterDays: 0,
    read: readChurn,
    inputs: pastPurchaseRows,
  },
];
