import { Decimal } from 'decimal.js';
import type { Book, Part } from './book.ts';
import { unknownPart } from './credited.ts';

/** All parts of a book that won, cost or sold anything: those that won most first, what nobody knows the origin of last. */
export async function partsOf(book: Book): Promise<Part[]> {
  const { base, costScope } = book.query.options;
  const [won, spent, returned] = [await book.won(base), await book.spent(costScope), await book.returned()];
  const customers = (key: string) => new Decimal(won.get(key)?.toDate.customers ?? 0);
  return [...new Set([...won.keys(), ...spent.keys(), ...returned.keys()])]
    .toSorted(
      (one, other) =>
        Number(one === unknownPart) - Number(other === unknownPart) ||
        customers(other).comparedTo(customers(one)) ||
        (one < other ? -1 : 1),
    )
    .map((key) => ({ book, key }));
}
