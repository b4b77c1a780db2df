import { amountAt, decimalOf, Exact, type Payload, required } from '../../src/sdk/index.ts';

/** An amount, which Vendure writes in whole units of its smallest decimal: two of them in every currency, yen too. */
export function amountIn(record: Payload, path: string, decimals: number): Exact | undefined {
  return amountAt(record, path)?.div(new Exact(10).pow(decimals));
}

export const requiredIn = (record: Payload, path: string, decimals: number): Exact =>
  required(amountIn(record, path, decimals), path);

export const written = (amount: Exact): string => decimalOf(amount);

export const sum = (amounts: Exact[]): Exact => amounts.reduce((total, amount) => total.plus(amount), new Exact(0));
