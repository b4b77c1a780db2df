import type { DeclaredStream, Json, Page, Stream } from '../sdk/index.ts';
import { readDeclared } from './declared/read.ts';
import type { Connection } from './http/connection.ts';
import type { openConnection } from './http/open.ts';
import type { Redactor } from './http/redactor.ts';
import { readContext } from './read-context.ts';

/** A stream that could not be read on: the source's trouble, not the database's. */
export class ReadFailure extends Error {}

/** Reads a source's streams, whichever way they are read, with one connection for all; what it says holds no secrets. */
export class Reader {
  private readonly connection: Connection | null;
  private readonly redactor: Redactor;

  constructor(
    source: ReturnType<typeof openConnection>,
    private readonly options: { signal: AbortSignal; log(message: string): void },
  ) {
    this.connection = source.connection;
    this.redactor = source.redactor;
  }

  /** Throws a ReadFailure; the signal ends the reading without one. */
  async *read(stream: Stream | DeclaredStream, cursor: Json): AsyncIterable<Page> {
    const { signal, log } = this.options;
    try {
      const context = readContext(this.connection, { signal, log: (message) => log(this.redactor.redact(message)) });
      if (stream.read) yield* stream.read(cursor, context);
      else if (this.connection) yield* readDeclared(this.connection, stream, cursor);
      else throw new Error('the connector declares streams, but not by which http they are read');
    } catch (reason) {
      if (signal.aborted) return;
      // Without the cause: it may hold what was just blotted out.
      throw new ReadFailure(this.redactor.redact(reason instanceof Error ? reason.message : String(reason)));
    }
  }

  close(): void {
    this.connection?.close();
  }
}
