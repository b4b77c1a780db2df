import { Decimal } from 'decimal.js';
import { FieldError } from '../../src/sdk/index.ts';

/** How numbers are written; without `decimal` the point is taken, and thousands separators are refused. */
export type DecimalMark = '.' | ',';

const exact = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const scientific = /^[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}$/;
/** Groups of three after the first, parted by one kind of sign. */
const grouped: Record<DecimalMark, RegExp> = {
  '.': /^[+-]?\d{1,3}([,'’ \u00a0\u202f])\d{3}(?:\1\d{3})*(?:\.\d*)?$/,
  ',': /^[+-]?\d{1,3}([.'’ \u00a0\u202f])\d{3}(?:\1\d{3})*(?:,\d*)?$/,
};

/** An exact decimal number such as "1234.50" from what stands in a file. */
export function parseDecimal(value: string, column: string, mark: DecimalMark | undefined): string {
  const text = value.trim();
  const other = mark === ',' ? '.' : ',';
  const plain =
    mark !== undefined && grouped[mark].test(text) ? text.replaceAll(/[^\d+\-.,]/g, '').replaceAll(other, '') : text;
  const pointed = mark === ',' && !plain.includes('.') ? plain.replace(',', '.') : plain;
  if (exact.test(pointed) && (mark !== ',' || !plain.includes('.'))) return tidy(pointed);
  if (scientific.test(pointed)) return new Decimal(pointed).toFixed();
  throw new FieldError(column, explain(text, mark), value);
}

function explain(text: string, mark: DecimalMark | undefined): string {
  if (mark === undefined && grouped[','].test(text) && text.includes(','))
    return 'has a decimal comma: declare "decimal: \',\'" in the mapping';
  if (mark === undefined && /^[+-]?\d+,\d+$/.test(text))
    return 'has a comma: declare "decimal: \',\'" or, where it parts thousands, "decimal: \'.\'" in the mapping';
  if (mark === undefined && grouped['.'].test(text))
    return 'has a thousands separator: declare "decimal: \'.\'" in the mapping';
  if (mark !== undefined) return `is no number written with "${mark}" before its decimals`;
  return 'is no decimal number such as "1234.50"';
}

/** Without a plus, leading zeros or a bare point. */
function tidy(number: string): string {
  const [, sign = '', whole = '', decimals = ''] = /^([+-]?)0*(\d*)\.?(\d*)$/.exec(number) ?? [];
  const tidied = `${whole || '0'}${decimals ? `.${decimals}` : ''}`;
  return sign === '-' && /[1-9]/.test(tidied) ? `-${tidied}` : tidied;
}
