import type { NullReason as Reason } from '../measure/metric.ts';
import { enumType } from './enum-type.ts';

const reasons: Record<Reason, string> = {
  NO_DATA: 'Nothing was read for these days.',
  NOT_YET: 'These days lie ahead, or those concerned are too young to tell.',
  NO_DENOMINATOR: 'There is nothing to divide by.',
  NO_RATE: 'An exchange rate is missing.',
  COST_UNKNOWN: 'The cost of some goods is unknown.',
  MIXED_SCALES: 'The scores are on other scales than the figure can take, or on several.',
  BASE_NOT_POSITIVE: 'What it would be compared with is not above zero.',
  SPEND_WITHOUT_CUSTOMERS: 'Money was spent, and no customer was won.',
  TOO_FEW: 'There are too few to tell.',
  NOT_COMPARABLE: 'There is nobody like those concerned to compare with.',
};

export const NullReason = enumType(
  'NullReason',
  'Why there is no value: unknown is never zero.',
  Object.keys(reasons) as Reason[],
  reasons,
);
