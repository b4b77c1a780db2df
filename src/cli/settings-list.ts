import type { Connector } from '../sdk/index.ts';
import { table } from './table.ts';

interface Described {
  name: string;
  /** As JSON Schema has it; undefined where it has several. */
  type: string | undefined;
  isRequired: boolean;
  isSecret: boolean;
  description: string;
}

interface Schema {
  properties?: Record<string, { type?: string; description?: string; default?: unknown }>;
  required?: string[];
}

/** The settings of a connector, as their JSON Schema says. */
export function describedSettings(connector: Connector<unknown> | undefined): Described[] {
  const { properties = {}, required = [] } = (connector?.settings ?? {}) as Schema;
  const secret: readonly string[] = connector?.secrets ?? [];
  return Object.entries(properties).map(([name, { type, description = '', default: otherwise }]) => ({
    name,
    type,
    isRequired: required.includes(name) && otherwise === undefined,
    isSecret: secret.includes(name),
    description,
  }));
}

/** The same for people, one a line. */
export function listSettings(connector: Connector<unknown>): string {
  const rows = describedSettings(connector).map(({ name, isRequired, isSecret, description }) => [
    `  ${name}`,
    [isRequired ? 'required' : 'optional', ...(isSecret ? ['secret'] : [])].join(', '),
    description,
  ]);
  return `The settings of ${connector.title}:\n${table(['  setting', 'needed', 'what it is'], rows)}`;
}
