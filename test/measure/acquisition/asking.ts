import { unknownPart } from '../../../src/measure/acquisition/credited.ts';
import type { Book, Part } from '../../../src/measure/acquisition/book.ts';
import type { Division } from '../../../src/measure/acquisition/credited.ts';
import { openBook } from '../../../src/measure/acquisition/index.ts';
import { type AcquisitionOptions, acquisitionOptions } from '../../../src/measure/acquisition/question.ts';
import type { MeasureContext } from '../../../src/measure/context.ts';
import type { CustomerFilter } from '../../../src/measure/filter.ts';
import type { Period } from '../../../src/measure/period.ts';

export interface Asking {
  period: Period;
  filter?: CustomerFilter;
  options?: Partial<AcquisitionOptions>;
}

export const bookOf = (context: MeasureContext, division: Division, { options = {}, ...query }: Asking): Book =>
  openBook(context, division, { ...query, options: acquisitionOptions(context.workspace, options) });

/** All customers as one part. */
export const allOf = (context: MeasureContext, asking: Asking): Part => ({
  book: bookOf(context, 'ALL', asking),
  key: unknownPart,
});
