import { attributionModels } from '../measure/attribution/credits.ts';
import { enumType } from './enum-type.ts';

export const AttributionModel = enumType(
  'AttributionModel',
  'How the credit for an order is shared among the touches before it.',
  attributionModels,
  {
    FIRST_TOUCH: 'All to the first.',
    LAST_TOUCH: 'All to the last.',
    LAST_NON_DIRECT: 'All to the last that was not direct; to the last of all where there is no other.',
    LINEAR: 'The same to each.',
    TIME_DECAY: 'The closer to the order, the more.',
    POSITION_BASED: 'Forty per cent to the first and to the last, the rest to those between.',
    MARKOV: 'By how many orders would be missing without the channel, by the chances to pass from one to the next.',
    SHAPLEY: 'The same to each channel of the way.',
  },
);
