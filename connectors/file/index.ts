import { existsSync } from 'node:fs';
import { z } from 'zod';
import { defineConnector, type Draft, FieldError, type Payload, settingsOf, type Stream } from '../../src/sdk/index.ts';
import { entityTypes, type FileMapping, parseMapping } from './mapping.ts';
import { readFiles, readsAlike } from './read.ts';

const written = settingsOf(
  'Files',
  z.strictObject({
    folder: z.string().describe('Absolute path of the folder that holds the files'),
    mapping: z.unknown().describe('What the mapping file says'),
  }),
);

export interface FileConfig {
  folder: string;
  files: FileMapping[];
}

const personal = ['customer', 'identity', 'consent', 'lead'];

/** Turns a row into drafts: none, one or several, as the mapping's records say. */
export function mapRow(mapping: FileMapping, payload: Payload): Draft[] {
  return mapping.records.flatMap((record) => record.read(payload) ?? []);
}

/** Files of a folder, read as a mapping says. */
export default defineConnector<FileConfig>({
  id: 'file',
  title: 'Files',
  version: '1',
  kind: 'FILE',
  docs: 'docs/guides/import.md',
  settings: written.settings,
  parse(settings) {
    const { folder, mapping: said } = written.parse(settings);
    const mapping = parseMapping(said);
    if ('issues' in mapping) throw new FieldError('mapping', `cannot be used:\n${mapping.issues.join('\n')}`);
    return { folder, files: mapping.files };
  },
  check: ({ folder }) =>
    existsSync(folder)
      ? Promise.resolve({ account: folder })
      : Promise.reject(new FieldError('folder', 'does not exist', folder)),
  streams: ({ folder, files }) => Object.fromEntries(files.map((file) => [file.file, streamOf(folder, file)])),
});

function streamOf(folder: string, mapping: FileMapping): Stream {
  const entities = entityTypes(mapping);
  return {
    entities,
    personalData: mapping.records.some(({ type, fields }) => personal.includes(type) || fields.includes('email')),
    firstParty: true,
    read: (cursor, context) => readFiles(folder, mapping, cursor, context),
    continues: (cursor) => readsAlike(cursor, mapping),
    map: (payload) => mapRow(mapping, payload),
  };
}
