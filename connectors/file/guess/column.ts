import { parseInstant } from '../dates.ts';
import { type DecimalMark, parseDecimal } from '../decimals.ts';

/** What a column seems to hold. */
export interface ColumnSample {
  name: string;
  /** The name in lower case, its words parted by "_". */
  words: string;
  kind: 'date' | 'number' | 'text' | 'empty';
  /** How its dates are written, where that must be told. */
  date: string | undefined;
  /** True where day and month could be the other way round. */
  isAmbiguous: boolean;
  /** How its numbers are written, where that must be told. */
  decimal: DecimalMark | undefined;
  /** Different values, a few. */
  values: string[];
  isUnique: boolean;
  isFilled: boolean;
}

const times = ['', ' HH:mm', ' HH:mm:ss'];
const written = [
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'd/M/yyyy',
  'M/d/yyyy',
  'dd.MM.yyyy',
  'd.M.yyyy',
  'dd-MM-yyyy',
  'MM-dd-yyyy',
  'd MMM yyyy',
  'MMM d, yyyy',
];
const timeLike = /date|time|day|_at$|_on$|created|updated|since/;

export function describeColumn(name: string, all: readonly string[]): ColumnSample {
  const filled = all.map((value) => value.trim()).filter((value) => value !== '');
  const different = new Set(filled);
  const words = wordsOf(name);
  const tried = [...different].slice(0, 2000);
  const date = dateFormat(tried, words);
  const decimal = date === undefined ? decimalMark(tried) : undefined;
  return {
    name,
    words,
    kind: tried.length === 0 ? 'empty' : date !== undefined ? 'date' : decimal !== undefined ? 'number' : 'text',
    date: date?.format,
    isAmbiguous: date?.isAmbiguous ?? false,
    decimal: decimal === 'plain' ? undefined : decimal,
    values: [...different].slice(0, 30),
    isUnique: different.size === all.length,
    isFilled: filled.length === all.length,
  };
}

/** "orderPlacedAt", "Order placed at" and "ORDER_PLACED_AT" are all "order_placed_at". */
export function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]+/gu, '_')
    .replaceAll(/^_|_$/g, '');
}

function dateFormat(
  values: readonly string[],
  words: string,
): { format: string | undefined; isAmbiguous: boolean } | undefined {
  if (values.length === 0) return undefined;
  if (shareThat(values, isDate([])) > 0) return { format: undefined, isAmbiguous: false };
  const short = timeLike.test(words)
    ? ['yyyyMMdd', 'unix', 'unixMs'].filter((format) => plausible(values, format))
    : [];
  const formats = /^\d+$/.test(values[0]!) ? short : written.flatMap((day) => times.map((time) => day + time));
  const fitting = best(formats, (format) => shareThat(values, isDate([format])));
  return fitting[0] === undefined ? undefined : { format: fitting[0], isAmbiguous: isSwapped(fitting) };
}

const plausible = (values: readonly string[], format: string): boolean =>
  values.every((value) => value.length === { yyyyMMdd: 8, unix: 10, unixMs: 13 }[format]);

const isSwapped = (formats: readonly string[]): boolean =>
  formats.some((format) => format.startsWith('d')) && formats.some((format) => format.startsWith('M'));

const isDate = (formats: readonly string[]) => (value: string) =>
  succeeds(() => parseInstant(value, '', { timeZone: 'UTC', formats }));

function decimalMark(values: readonly string[]): DecimalMark | 'plain' | undefined {
  if (values.length === 0) return undefined;
  const [mark] = best(['plain', ',', '.'] as const, (each) =>
    shareThat(values, (value) => succeeds(() => parseDecimal(value, '', each === 'plain' ? undefined : each))),
  );
  return mark;
}

/** Those that fit best, where any fits at all. */
function best<Each>(all: readonly Each[], shareOf: (each: Each) => number): Each[] {
  const shares = all.map(shareOf);
  const most = Math.max(0, ...shares);
  return most === 0 ? [] : all.filter((_, i) => shares[i] === most);
}

/** The share of values that pass; 0 where it is less than nine tenths: files have a few values that are wrong. */
function shareThat(values: readonly string[], passes: (value: string) => boolean): number {
  if (!values.slice(0, 5).some(passes)) return 0;
  let failed = 0;
  for (const value of values) if (!passes(value) && ++failed > values.length / 10) return 0;
  return 1 - failed / values.length;
}

function succeeds(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
