import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type FileMapping, parseMapping } from '../../connectors/file/mapping.ts';
import { fail } from '../errors.ts';

export interface MappingFile {
  /** Where the mapping was found. */
  path: string;
  /** What is written there. */
  written: unknown;
  files: FileMapping[];
}

/** Reads the mapping of a folder, YAML or JSON: the named file, or `clientela.yaml` in the folder. */
export function readMapping(folder: string, named: string | undefined): MappingFile {
  const path = named === undefined ? join(folder, 'clientela.yaml') : resolve(named);
  if (!existsSync(path)) return fail('MAPPING_MISSING', { mapping: path, folder });
  const written = parseYaml(path);
  const parsed = parseMapping(written);
  if ('issues' in parsed)
    return fail('MAPPING_INVALID', { mapping: path, issues: parsed.issues.map((issue) => `  ${issue}`).join('\n') });
  return { path, written, files: parsed.files };
}

function parseYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return fail('MAPPING_INVALID', { mapping: path, issues: `  ${(error as Error).message.trimEnd()}` });
  }
}

/** The folder's absolute path. */
export function existingFolder(folder: string): string {
  const path = resolve(folder);
  if (!existsSync(path) || !statSync(path).isDirectory()) fail('FOLDER_MISSING', { folder: path });
  return path;
}
