import { type DeclaredStream, type Json, SourceError, type Stream } from '../sdk/index.ts';
import { readDeclared } from './declared/read.ts';
import type { Connection } from './http/connection.ts';
import type { openConnection } from './http/open.ts';
import type { Redactor } from './http/redactor.ts';
import type { Failure } from './progress.ts';
import { readContext } from './read-context.ts';
import { ownReading, type ReadPage } from './reading.ts';
import { untilAborted } from './until-aborted.ts';

/** A stream that could not be read on: the source's trouble, not the database's. */
export class ReadFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

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

  /** Throws a ReadFailure; the signal ends the reading without one, whatever it waits for. */
  read(stream: Stream | DeclaredStream, cursor: Json): AsyncIterable<ReadPage> {
    return this.guarded(() => this.pages(stream, cursor));
  }

  private async *guarded(read: () => AsyncIterable<ReadPage>): AsyncGenerator<ReadPage> {
    const { signal } = this.options;
    try {
      for await (const page of untilAborted(read(), signal)) {
        const { again } = page;
        yield again ? { ...page, again: () => this.guarded(again) } : page;
      }
    } catch (reason) {
      if (signal.aborted) return;
      const kind = reason instanceof SourceError ? reason.kind : 'data';
      const said = reason instanceof Error ? reason.message : String(reason);
      // Without the cause: it may hold what was just blotted out.
      throw new ReadFailure({ kind, message: this.redactor.redact(said).replaceAll('\0', '') });
    }
  }

  close(): void {
    this.connection?.close();
  }

  private pages(stream: Stream | DeclaredStream, cursor: Json): AsyncIterable<ReadPage> {
    const { signal, log } = this.options;
    const context = readContext(this.connection, { signal, log: (message) => log(this.redactor.redact(message)) });
    if (stream.read) {
      const pages = stream.read(cursor, context);
      return stream.deletes === 'scan' ? ownReading(pages, cursor) : pages;
    }
    if (this.connection) return readDeclared(this.connection, stream, cursor, context);
    throw new Error('the connector declares streams, but not by which http they are read');
  }
}
