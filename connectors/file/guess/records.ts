import type { DraftType } from '../../../src/sdk/index.ts';
import { draftFields } from '../kinds.ts';
import { type ColumnSample, wordsOf } from './column.ts';
import type { FileSample } from './sample.ts';
import { columnNames, fileNames, references, statusNames } from './words.ts';

/** A field as it is written in YAML, and what its reader should check. */
export interface GuessedField {
  name: string;
  yaml: string;
  doubt?: string;
}

export interface GuessedRecord {
  type: DraftType;
  fields: GuessedField[];
}

/** Fields that most files leave unsaid. */
const defaults: Partial<Record<DraftType, Record<string, string>>> = {
  order: { status: 'FULFILLED' },
  line: { quantity: '1' },
  delivery: { status: 'PENDING' },
  ticket: { status: 'OPEN' },
  quote: { status: 'SENT' },
  event: { kind: 'event' },
  touch: { kind: 'SESSION' },
  identity: { kind: 'PERSON' },
};

/** The columns that name a row: an id that is unique, or a few ids that are so together. Undefined where none do. */
export function guessKey(sample: FileSample): string[] | undefined {
  const ids = sample.columns.filter(
    ({ words, isFilled }) => isFilled && /(^|_)(id|key|no|nr|number|code|sku|sequential|line|item)($|_)/.test(words),
  );
  const single = ids.find(({ isUnique }) => isUnique);
  if (single) return [single.name];
  for (const [i, a] of ids.entries()) {
    const b = ids.slice(i + 1).find(({ name }) => sample.isUnique([a.name, name]));
    if (b) return [a.name, b.name];
  }
  return undefined;
}

/** What the rows of a file become; nothing where that cannot be told. `hasCustomers` says that another file holds the customers. */
export function guessRecords(sample: FileSample, key: string[] | undefined, hasCustomers: boolean): GuessedRecord[] {
  const type = guessType(sample);
  if (type === undefined) return [];
  const main = guessRecord(type, sample, keyField(type, sample, key));
  const records = [main];
  const field = (record: GuessedRecord, name: string) => record.fields.find((each) => each.name === name);
  const customer = type === 'order' ? field(main, 'customerKey') : undefined;
  if (customer && !hasCustomers) records.unshift(guessRecord('customer', sample, customer.yaml));
  const orderColumn = columnFor(sample, references['orderKey']!);
  if (type === 'order') {
    const lines = orderColumn && !orderColumn.isUnique ? guessRecord('line', sample, keyYaml(key)) : undefined;
    if (lines && field(lines, 'productKey') && field(lines, 'unitPrice')) records.push(lines);
    const delivery = guessRecord('delivery', sample, field(main, 'key')!.yaml);
    if (['promisedAt', 'shippedAt', 'deliveredAt'].some((name) => field(delivery, name))) {
      records.push(delivery);
    }
  }
  if (type === 'product') {
    const category = field(main, 'categoryKey');
    if (category) {
      const fields = ['when', 'key', 'name'].map((name) => ({ name, yaml: category.yaml }));
      records.unshift({ type: 'category', fields });
    }
  }
  return records.every(isComplete) ? records : [];
}

function guessType(sample: FileSample): DraftType | undefined {
  const named = wordsOf(sample.file.replace(/(_?dataset)?\.[a-z.]+$/i, ''));
  const byName = fileNames.find(([, pattern]) => pattern.test(named))?.[0];
  if (byName !== undefined && isComplete(guessRecord(byName, sample, 'key'))) return byName;
  const columns = (['adSpend', 'survey', 'ticket', 'lead', 'order', 'customer'] as const).filter((type) => {
    const needed = {
      adSpend: 'impressions',
      survey: 'score',
      ticket: 'subject',
      lead: 'origin',
      order: 'total',
      customer: 'email',
    }[type];
    const record = guessRecord(type, sample, 'key');
    return isComplete(record) && record.fields.some(({ name }) => name === needed);
  });
  return columns[0];
}

/** All required fields are filled; a currency may come from the mapping. */
function isComplete({ type, fields }: GuessedRecord): boolean {
  return [...draftFields(type)].every(
    ([name, { required }]) => !required || name === 'currency' || fields.some((field) => field.name === name),
  );
}

function keyField(type: DraftType, sample: FileSample, key: string[] | undefined): string {
  const own = type === 'order' ? references['orderKey'] : type === 'customer' ? references['customerKey'] : undefined;
  const column = own && columnFor(sample, own);
  return column ? quote(column.name) : keyYaml(key);
}

const keyYaml = (key: string[] | undefined): string =>
  key === undefined ? '$line' : key.length === 1 ? quote(key[0]!) : `'${key.map((name) => `{${name}}`).join('-')}'`;

function guessRecord(type: DraftType, sample: FileSample, key: string): GuessedRecord {
  const fields: GuessedField[] = [{ name: 'key', yaml: key }];
  const taken = new Set<string>();
  for (const [name, { kind }] of draftFields(type)) {
    if (name === 'key') continue;
    const patterns = [new RegExp(`^${wordsOf(name)}$`), ...(columnNames[type]?.[name] ?? references[name] ?? [])];
    const isKey = (column: ColumnSample) => quote(column.name) === key && !name.endsWith('Key');
    const fits = (column: ColumnSample) =>
      !taken.has(column.name) && !isKey(column) && fitsKind(column, kind.name, name);
    const column = columnFor(sample, patterns, fits);
    if (column !== undefined) {
      taken.add(column.name);
      fields.push(fieldOf(type, name, kind.name, column));
    } else {
      const names = type === 'customer' && name === 'name' ? nameParts(sample) : undefined;
      if (names !== undefined) {
        fields.push({ name, yaml: names });
        continue;
      }
      const value =
        name === 'scaleMin' || name === 'scaleMax'
          ? scale(sample)[name]
          : (surveyKind(type, name, sample) ?? defaults[type]?.[name]);
      if (value !== undefined) fields.push({ name, yaml: `{ value: ${value} }` });
    }
  }
  if (type === 'product' && !fields.some(({ name }) => name === 'title'))
    fields.splice(1, 0, { name: 'title', yaml: key });
  return { type, fields };
}

function columnFor(
  sample: FileSample,
  patterns: readonly RegExp[],
  fits: (column: ColumnSample) => boolean = () => true,
): ColumnSample | undefined {
  for (const pattern of patterns) {
    const found = sample.columns.find((column) => pattern.test(column.words) && fits(column));
    if (found) return found;
  }
  return undefined;
}

function fitsKind(column: ColumnSample, kind: string, field: string): boolean {
  if (column.kind === 'empty') return false;
  if (kind === 'instant' || kind === 'day') return column.kind === 'date';
  if (kind === 'decimal' || kind === 'count') return column.kind === 'number';
  if (kind === 'code')
    return column.values.every((value) => (field === 'country' ? /^[A-Za-z]{2}$/ : /^[A-Za-z]{3}$/).test(value));
  if (/^(title|name|comment|subject|reason|city)$/.test(field) && column.kind === 'number') return false;
  return kind !== 'json' && (column.kind !== 'date' || /key$/i.test(field));
}

function fieldOf(type: DraftType, name: string, kind: string, column: ColumnSample): GuessedField {
  const doubt = column.isAmbiguous ? { doubt: 'is the day or the month first?' } : {};
  const meanings = statusNames[type];
  if (kind !== 'choice' || name !== 'status' || meanings === undefined)
    return { name, yaml: quote(column.name), ...doubt };
  const values = column.values.map(
    (value) => `${quote(value)}: ${meanings.find(([, pattern]) => pattern.test(value.toLowerCase()))![0]}`,
  );
  return {
    name,
    yaml: `{ column: ${quote(column.name)}, values: { ${values.join(', ')} } }`,
    doubt: 'is each status what it means?',
  };
}

/** A name that stands in two columns, as one text. */
function nameParts(sample: FileSample): string | undefined {
  const parts = [/^(first|given|fore)_?name$/, /^(last|family|sur)_?name$/].map((part) => columnFor(sample, [part]));
  return parts.every((part) => part !== undefined) ? `'${parts.map(({ name }) => `{${name}}`).join(' ')}'` : undefined;
}

function surveyKind(type: DraftType, field: string, { file }: FileSample): string | undefined {
  if (type !== 'survey' || field !== 'kind') return undefined;
  return /nps/i.test(file) ? 'NPS' : /csat/i.test(file) ? 'CSAT' : /ces/i.test(file) ? 'CES' : 'REVIEW';
}

/** The scale that the scores seen fit on. */
function scale(sample: FileSample): { scaleMin: string; scaleMax: string } {
  const scores = columnFor(sample, columnNames.survey!['score']!)?.values.map(Number) ?? [];
  const most = Math.max(...scores, 1);
  return {
    scaleMin: Math.min(...scores, 1) < 1 ? '0' : '1',
    scaleMax: String(most <= 5 ? 5 : most <= 7 ? 7 : most <= 10 ? 10 : 100),
  };
}

/** A text as YAML, in quotes where it needs them. */
export function quote(text: string): string {
  return /^[\p{L}$_][\p{L}\d_ .-]*$/u.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}
