import { fail } from '../errors.ts';
import type { Question } from './figure.ts';

/** Fails with BAD_INPUT where customers were chosen for a figure that holds money spent, which is of no customer. */
export function refuseCustomers({ customers }: Question, figure: string): void {
  if (customers)
    fail('BAD_INPUT', { field: 'filter', reason: `does not fit ${figure}: what is spent is of no customer` });
}
