import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Draft, Json, News, Payload } from '../sdk/index.ts';
import { Violation } from './check.ts';

/** A record as the vendor gives it, and what `map` makes of it. */
export interface Recorded {
  record: Payload;
  drafts: Draft[];
}

/** A request that a stream with its own code makes, and the vendor's answer. */
export interface Exchange {
  request: { method?: string; path: string; query?: Record<string, Json>; body?: Json };
  response: { status?: number; headers?: Record<string, string>; body: Json };
}

/** One of the vendor's calls, signed with the secret of the settings. */
export interface RecordedDelivery {
  name: string;
  headers: Record<string, string>;
  /** The raw text. */
  body: string;
  /** When it came, as ISO 8601. */
  at: string;
  url?: string;
  news: News[];
}

/** A check that a stream cannot hold to, and why that does no harm. */
export interface Exception {
  check: number;
  /** The stream, or "connector". */
  place: string;
  reason: string;
}

/** What a connector's folder of fixtures holds. */
export class Fixtures {
  private readonly folder: string;

  constructor(folder: URL | string) {
    this.folder = folder instanceof URL ? fileURLToPath(folder) : folder;
  }

  /** Valid settings with made-up secrets. */
  get settings(): Json | undefined {
    return this.file<Json>('settings.json');
  }

  records(stream: string): Recorded[] {
    return this.file<Recorded[]>(`${stream}.json`) ?? [];
  }

  /** Records of the list that a stream's records are asked for by. */
  parents(stream: string): Payload[] {
    return (this.file<Pick<Recorded, 'record'>[]>(`${stream}.parents.json`) ?? []).map(({ record }) => record);
  }

  /** A whole answer, where more of it counts than its list of records. */
  answer(stream: string): Json | undefined {
    return this.file<Json>(`${stream}.answer.json`);
  }

  exchanges(stream: string): Exchange[] {
    return this.file<Exchange[]>(`${stream}.exchanges.json`) ?? [];
  }

  get exceptions(): Exception[] {
    return this.file<Exception[]>('exceptions.json') ?? [];
  }

  get deliveries(): RecordedDelivery[] {
    return this.file<RecordedDelivery[]>('webhooks.json') ?? [];
  }

  private file<Content>(name: string): Content | undefined {
    const path = join(this.folder, name);
    if (!existsSync(path)) return undefined;
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Content;
    } catch (error) {
      throw new Violation(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
