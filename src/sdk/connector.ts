import type { Http, Send } from './http.ts';
import type { Json } from './record.ts';
import type { DeclaredStream, Stream } from './stream.ts';
import type { Webhooks } from './webhook.ts';

/** A plugin that reads one kind of system. */
export interface Connector<Config> {
  id: string;
  title: string;
  version: string;
  kind: 'SHOP' | 'ADS' | 'HELPDESK' | 'CRM' | 'MARKETING' | 'ANALYTICS' | 'FILE' | 'DATABASE' | 'FOREIGN';
  docs?: string;
  /** Checks settings; throws an error that names the field. */
  parse(settings: unknown): Config;
  /** JSON Schema of the settings. */
  settings: Json;
  /** The settings that nobody may read: they are blotted out of errors, logs and state. */
  secrets?: readonly (keyof Config & string)[];
  /** The way to the vendor, for declared streams and for `check`. */
  http?(config: Config): Http;
  /** Can we connect, and to what? Throws a plain explanation where not. `send` asks as `http` says. */
  check(config: Config, send: Send): Promise<{ account: string }>;
  /** In the order in which they are best read. */
  streams(config: Config): Record<string, Stream | DeclaredStream>;
  /** What the vendor tells by itself. It only shortens the wait: reading stays the truth. */
  webhooks?: Webhooks<Config>;
}

/** Type arguments are not needed: `parse` says what the settings are. */
export const defineConnector = <Config>(connector: Connector<Config>): Connector<Config> => connector;
