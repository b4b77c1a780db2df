import { type Catalogue, catalogueOf } from './catalogue.ts';
import { addDays, type Span, spanUntil } from './clock.ts';
import { type Acquisition, acquisitionOf } from './acquisition.ts';
import { type Rates, ratesOf } from './rates.ts';

export interface Settings {
  seed: number;
  customers: number;
  /** The last day of the three years. */
  endsOn: string;
  /** How many times higher the odds of a late delivery are where the customer does not buy again soon; 1 plants no effect. */
  lateEffect: number;
}

/** All that customers share: the same settings make the same world. */
export interface World {
  settings: Settings;
  span: Span;
  catalogue: Catalogue;
  rates: Rates;
  acquisition: Acquisition;
  /** The month of the carrier's strike, "YYYY-MM". */
  strikeMonth: string;
}

export function worldOf(settings: Settings): World {
  const span = spanUntil(settings.endsOn);
  return {
    settings,
    span,
    catalogue: catalogueOf(settings.seed, span),
    rates: ratesOf(settings.seed, span),
    acquisition: acquisitionOf(settings.seed, span),
    strikeMonth: addDays(span.startsOn, 600).slice(0, 7),
  };
}
