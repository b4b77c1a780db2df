import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fail } from '../errors.ts';
import { closestName, type Connector, type Json } from '../sdk/index.ts';

export interface SettingsOptions {
  settings?: string;
  set: string[];
}

/** For commander: an option that may be given again. */
export const collect = (value: string, values: string[]): string[] => [...values, value];

/**
 * Settings as they are given on a command line: those of a file, and those of `name=value`. A value "@file" is what that
 * file holds, so that a secret need not stand among the arguments of a process. Throws BAD_INPUT.
 */
export function givenSettings(connector: Connector<unknown>, { settings, set }: SettingsOptions): Record<string, Json> {
  const written = settings === undefined ? {} : (parse(read('--settings', settings)) as Record<string, Json>);
  return { ...written, ...Object.fromEntries(set.map((pair) => setting(connector, pair))) };
}

function setting(connector: Connector<unknown>, pair: string): [string, Json] {
  const [, name = '', given = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (name === '') fail('BAD_INPUT', { field: '--set', reason: `${pair} is no name=value` });
  const properties = (connector.settings as { properties?: Record<string, { type?: string }> }).properties ?? {};
  const near = closestName(name, Object.keys(properties));
  const hint = near ? `: did you mean ${near}?` : '';
  const property =
    properties[name] ?? fail('BAD_INPUT', { field: name, reason: `is no setting of ${connector.title}${hint}` });
  const value = given.startsWith('@') ? read(name, given.slice(1)).trim() : given;
  return [name, property.type === undefined || property.type === 'string' ? value : (parse(value) as Json)];
}

function read(field: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return fail('BAD_INPUT', { field, reason: `cannot be read from ${file} (${(error as Error).message})` });
  }
}
