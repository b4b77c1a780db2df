import { readdirSync } from 'node:fs';
import { FieldError } from '../../../src/sdk/index.ts';
import { guessKey, type GuessedRecord, guessRecords, quote } from './records.ts';
import { type FileSample, sampleFile } from './sample.ts';

const readable = /\.(csv|tsv|txt|jsonl|ndjson|json)(\.gz)?$/i;

/** A mapping to start from, as YAML with comments: what the files of a folder seem to be, by their names, columns and values. */
export async function guessMapping(folder: string): Promise<string> {
  const files = readdirSync(folder)
    .filter((file) => readable.test(file))
    .toSorted();
  if (files.length === 0) throw new FieldError('folder', 'holds no CSV, TSV, TXT or JSON lines file', folder);
  const samples: FileSample[] = [];
  const unread: string[] = [];
  for (const file of files) {
    try {
      samples.push(await sampleFile(folder, file));
    } catch (error) {
      unread.push(`  # ${file} could not be read: ${(error as Error).message.replaceAll('\n', ' ')}`);
    }
  }
  const keys = new Map(samples.map((sample) => [sample, guessKey(sample)]));
  const isCustomers = (sample: FileSample) => guessRecords(sample, keys.get(sample), true)[0]?.type === 'customer';
  const hasCustomers = samples.some(isCustomers);
  const entries = samples
    .map((sample) => ({ sample, key: keys.get(sample), records: guessRecords(sample, keys.get(sample), hasCustomers) }))
    .toSorted((a, b) => rank(a.records) - rank(b.records));
  return [
    '# A guess by names, columns and values: read it, correct it, then try it with --dry-run.',
    '# docs/guides/import.md explains every word of it.',
    'timeZone: UTC # of dates without a zone: is it yours? Such as Europe/Rome',
    'currency: EUR # of amounts without a currency: is it yours?',
    'files:',
    ...entries.map((entry) => describeFile(entry.sample, entry.key, entry.records)),
    ...unread,
    '',
  ].join('\n');
}

/** Those that others refer to come first. */
function rank(records: readonly GuessedRecord[]): number {
  const order = ['customer', 'category', 'product', 'order', 'line'];
  const at = records.length === 0 ? 99 : order.indexOf(records[0]!.type);
  return at < 0 ? order.length : at;
}

function describeFile(sample: FileSample, key: string[] | undefined, records: readonly GuessedRecord[]): string {
  const columns = sample.columns.map(({ name }) => name).join(', ');
  if (records.length === 0) return `  # ${sample.file}: what its rows are could not be told. Its columns: ${columns}`;
  const lines = [`  - file: ${quote(sample.file)}`];
  if (sample.separator !== undefined) lines.push(`    separator: ${sample.separator}`);
  if (sample.encoding !== undefined)
    lines.push(`    encoding: ${sample.encoding} # do letters with accents look right?`);
  const dates = [...new Set(sample.columns.flatMap(({ date }) => date ?? []))];
  if (dates.length > 0) lines.push(`    date: [${dates.map((date) => `'${date}'`).join(', ')}]`);
  const decimal = sample.columns.find((column) => column.decimal !== undefined)?.decimal;
  if (decimal !== undefined) lines.push(`    decimal: '${decimal}'`);
  lines.push(
    key === undefined
      ? '    # No columns name a row, so its line does.'
      : `    key: ${key.length === 1 ? quote(key[0]!) : `[${key.map(quote).join(', ')}]`}`,
  );
  lines.push('    records:');
  for (const { type, fields } of records) {
    lines.push(`      - type: ${type}`);
    for (const { name, yaml, doubt } of fields) lines.push(`        ${name}: ${yaml}${doubt ? ` # ${doubt}` : ''}`);
  }
  const used = records.flatMap(({ fields }) => fields.map(({ yaml }) => yaml)).join(' ');
  const unused = sample.columns.filter(({ name }) => !used.includes(name)).map(({ name }) => name);
  if (unused.length > 0) lines.push(`    # Not used: ${unused.join(', ')}`);
  return lines.join('\n');
}
