import { Decimal } from 'decimal.js';

/** Decimal arithmetic with more digits than any amount has. */
export const Exact: typeof Decimal = Decimal.clone({ precision: 80 });
export type Exact = Decimal;

/** An amount as drafts write it: "12.5", never with an exponent. */
export const decimalOf = (amount: Decimal): string => (amount.isZero() ? '0' : amount.toFixed());

/** How many decimals a currency's amounts have: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217, as Unicode's CLDR has it). */
export function decimalsOf(currency: string): number {
  let digits = decimals.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    decimals.set(currency, digits);
  }
  return digits;
}

const decimals = new Map<string, number>();
