import type { HttpRequest } from './http-message.ts';
import type { Json, Payload } from './record.ts';

/** One call of the vendor's, as it came. */
export interface Delivery {
  /** The raw bytes, which signatures are made over. */
  body: Buffer;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The address that the vendor called. */
  url: string;
  /** When it came, in milliseconds since 1970. */
  at: number;
}

/** What a delivery tells of one record of a stream. */
export type News =
  /** The record as the stream's list gives it. */
  | { stream: string; record: Payload }
  /** Asks for the record, where the delivery does not hold it; the answer is read as the stream's list is. */
  | { stream: string; refetch: HttpRequest }
  /** The record of that key is gone. */
  | { stream: string; deleted: string };

/** How a vendor's webhooks are believed, told apart and understood. */
export interface Webhooks<Config> {
  /** How they are set up at the vendor, for people. `{url}` stands for the address to give. */
  setup: string;
  /** A call that only tries the address, unsigned, when a webhook is set up: answered well, and taken for nothing more. */
  ping?(delivery: Delivery): boolean;
  /** Whether the vendor made it, and lately; false too where the settings hold no secret to tell by. */
  verify(delivery: Delivery, config: Config): boolean;
  /** The vendor's name for the delivery: one that comes again is taken once. */
  id(delivery: Delivery): string | undefined;
  /** What it tells; nothing where it is about something else. `body` is the delivery's as JSON. */
  route(body: Json, delivery: Delivery, config: Config): News[];
}
