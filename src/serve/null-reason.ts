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
  FIELD_MISSING: 'No record holds a field that it needs; the notes name it.',
  TOO_FEW: 'There is too little to tell from.',
  SPEND_WITHOUT_CUSTOMERS: 'Money was spent, and no customer was won.',
  NOT_COMPARABLE: 'There is nobody like those concerned to compare with.',
  UNATTRIBUTED: 'Nobody knows what brought these customers.',
  NO_MODEL: 'Too few customers, or none who came again, are known to tell what they will bring.',
  NO_SPEND_MODEL: 'Too few customers have paid for a second purchase to tell what one brings.',
};

export const NullReason = enumType(
  'NullReason',
  'Why there is no value: unknown is never zero.',
  Object.keys(reasons) as Reason[],
  reasons,
);
