import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fail } from '../errors.ts';
import { closestName, type Connector, type Json } from '../sdk/index.ts';
import { describedSettings } from './settings-list.ts';

export interface SettingsOptions {
  settings?: string;
  set: string[];
}

/** For commander: an option that may be given again. */
export const collect = (value: string, values: string[]): string[] => [...values, value];

/**
 * Settings as they are given on a command line: those of a file, and above them those of `name=value`. A value "@file" is
 * what that file holds, "@env:NAME" a variable's, "-" the input's: secrets may not stand among the arguments of a process,
 * which everybody on the machine can read. Throws BAD_INPUT.
 */
export function givenSettings(connector: Connector<unknown>, { settings, set }: SettingsOptions): Record<string, Json> {
  const written = settings === undefined ? {} : readSettings(settings);
  return { ...written, ...Object.fromEntries(set.map((pair) => setting(connector, pair))) };
}

function setting(connector: Connector<unknown>, pair: string): [string, Json] {
  const [, name = '', given = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (name === '') fail('BAD_INPUT', { field: '--set', reason: `${pair} is no name=value` });
  const described = describedSettings(connector);
  const found = described.find((each) => each.name === name);
  const near = closestName(
    name,
    described.map((each) => each.name),
  );
  const hint = near ? `: did you mean ${near}?` : '';
  if (!found) return fail('BAD_INPUT', { field: name, reason: `is no setting of ${connector.title}${hint}` });
  if (found.isSecret && given !== '-' && !given.startsWith('@'))
    fail('BAD_INPUT', {
      field: name,
      reason:
        'is secret, and everybody on this machine can read arguments: ' +
        `give it as ${name}=@env:VARIABLE, ${name}=@file, or ${name}=- to read it from the input`,
    });
  const value = resolved(name, given);
  return [name, found.type === undefined || found.type === 'string' ? value : (parse(value) as Json)];
}

function resolved(name: string, given: string): string {
  if (given === '-') return readFileSync(0, 'utf8').trim();
  const variable = /^@env:(.*)$/.exec(given)?.[1];
  if (variable !== undefined) {
    const reason = `is to come from the variable ${variable}, which is not set`;
    return process.env[variable] ?? fail('BAD_INPUT', { field: name, reason });
  }
  return given.startsWith('@') ? read(name, given.slice(1)).trim() : given;
}

function readSettings(file: string): Record<string, Json> {
  const text = read('--settings', file);
  let written: unknown;
  try {
    written = parse(text);
  } catch (error) {
    return fail('BAD_INPUT', { field: '--settings', reason: `names ${file}: ${(error as Error).message.trimEnd()}` });
  }
  if (typeof written === 'object' && written !== null && !Array.isArray(written))
    return written as Record<string, Json>;
  return fail('BAD_INPUT', { field: '--settings', reason: `names ${file}, which holds no settings such as "url: …"` });
}

function read(field: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return fail('BAD_INPUT', { field, reason: `cannot be read from ${file} (${(error as Error).message})` });
  }
}
