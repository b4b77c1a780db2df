import { InvalidArgumentError } from 'commander';

/** Reads the value of an option that counts something, from 1. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('A whole number from 1 is expected.');
}
