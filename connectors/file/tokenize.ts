/** One row of a file, or the line at fault. Lines count from 1. */
export type Row = { line: number; fields: string[] } | { line: number; fault: string; text: string };

/** Cuts text into rows as it arrives. */
export interface Tokenizer {
  /** The rows that are complete; with `last`, what remains too. */
  push(text: string, last: boolean): Row[];
}

/** A quoted field longer than this is a quote that somebody forgot to close. */
const longestField = 1_000_000;

/**
 * CSV as RFC 4180 has it, and as programs write it: quotes within unquoted fields stand for themselves, blank lines are
 * skipped, lines end in LF, CRLF or CR. A broken quote costs its line alone: reading goes on at the next one.
 */
export class CsvTokenizer implements Tokenizer {
  private rest = '';
  private line = 1;
  private newline: '\n' | '\r' | undefined;

  constructor(private readonly separator: string) {}

  push(text: string, last: boolean): Row[] {
    const buffer = this.rest + text;
    this.newline ??= lineEnd(buffer, last);
    this.rest = buffer;
    if (this.newline === undefined) return [];
    const rows: Row[] = [];
    let at = 0;
    while (at < buffer.length) {
      const end = this.lineEnd(buffer, at, last);
      if (end === undefined) break;
      const row = this.row(buffer, at, end, last);
      if (row === undefined) break;
      if (row.row) rows.push(row.row);
      this.line += row.lines;
      at = row.next;
    }
    this.rest = buffer.slice(at);
    return rows;
  }

  private lineEnd(buffer: string, from: number, last: boolean): number | undefined {
    const end = buffer.indexOf(this.newline!, from);
    return end >= 0 ? end : last ? buffer.length : undefined;
  }

  private row(buffer: string, start: number, end: number, last: boolean): Consumed | undefined {
    const line = trimReturn(buffer.slice(start, end));
    const plain = { lines: 1, next: end + 1 };
    if (line === '') return plain;
    if (!line.includes('"')) return { ...plain, row: { line: this.line, fields: line.split(this.separator) } };
    const quoted = this.quotedRow(buffer, start, last);
    if (quoted === 'incomplete') return undefined;
    if (typeof quoted !== 'string') return quoted;
    return { ...plain, row: { line: this.line, fault: quoted, text: line } };
  }

  /** A row with quotes in it; 'incomplete' where more text is needed, else the reason why it is none. */
  private quotedRow(buffer: string, start: number, last: boolean): Consumed | string {
    const fields: string[] = [];
    let lines = 1;
    let at = start;
    for (;;) {
      let field: string;
      if (buffer[at] === '"') {
        const close = closingQuote(buffer, at + 1);
        if (close === undefined || (close === buffer.length - 1 && !last)) {
          if (!last && buffer.length - at < longestField) return 'incomplete';
          if (close === undefined) return 'a quote is opened and not closed: is the file cut off here?';
        }
        const inner = buffer.slice(at + 1, close);
        lines += count(inner, this.newline!);
        field = inner.replaceAll('""', '"');
        at = close! + 1;
      } else {
        const stop = firstOf(buffer, at, this.separator, this.newline!);
        if (stop === undefined && !last) return 'incomplete';
        field = trimReturn(buffer.slice(at, stop));
        at = stop ?? buffer.length;
      }
      if (buffer[at] === '\r' && at === buffer.length - 1 && !last) return 'incomplete';
      const isEnd = at >= buffer.length || buffer[at] === this.newline || /^\r(?:\n|$)/.test(buffer.slice(at, at + 2));
      fields.push(field);
      if (isEnd) {
        return { row: { line: this.line, fields }, lines, next: at + (buffer.startsWith('\r\n', at) ? 2 : 1) };
      }
      if (buffer[at] !== this.separator)
        return `text follows a closing quote ("${buffer.slice(at, at + 20).split('\n')[0]}"): quotes within quotes are doubled`;
      at++;
    }
  }
}

interface Consumed {
  row?: Row;
  lines: number;
  next: number;
}

/** Rows of one line each: what `split` makes of it; blank lines are skipped. */
export class LineTokenizer implements Tokenizer {
  private rest = '';
  private line = 0;

  constructor(private readonly split: (line: string) => string[]) {}

  push(text: string, last: boolean): Row[] {
    const lines = (this.rest + text).split('\n');
    this.rest = last ? '' : lines.pop()!;
    return lines.flatMap((line) => {
      this.line++;
      return line.trim() === '' ? [] : [{ line: this.line, fields: this.split(trimReturn(line)) }];
    });
  }
}

/** How the first line ends, outside quotes; undefined where more text must tell. */
function lineEnd(buffer: string, last: boolean): '\n' | '\r' | undefined {
  const [end] = /\r?\n|\r(?=[^\n])|\r$/.exec(buffer.replaceAll(/"(?:[^"]|"")*(?:"|$)/g, '')) ?? [];
  if (end === undefined) return last ? '\n' : undefined;
  if (end.endsWith('\n')) return '\n';
  return last || !buffer.endsWith('\r') ? '\r' : undefined;
}

const trimReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

function closingQuote(buffer: string, from: number): number | undefined {
  for (let at = buffer.indexOf('"', from); at >= 0; at = buffer.indexOf('"', at + 2)) {
    if (buffer[at + 1] !== '"') return at;
  }
  return undefined;
}

function firstOf(buffer: string, from: number, a: string, b: string): number | undefined {
  for (let at = from; at < buffer.length; at++) if (buffer[at] === a || buffer[at] === b) return at;
  return undefined;
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found++;
  return found;
}
