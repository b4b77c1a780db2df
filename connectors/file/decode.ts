import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import chardet from 'chardet';

/** A stretch of decoded text, and the share of the file that has been read with it. */
export interface Chunk {
  text: string;
  share: number;
}

const boms: [encoding: string, bytes: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Reads a file, gzipped or not, as text. Bytes that are wrong in the declared encoding (UTF-8 where none is) are never
 * replaced: what stands before them is yielded, then an error says where they are and which encoding to declare.
 */
export async function* decode(path: string, declared: string | undefined, signal?: AbortSignal): AsyncGenerator<Chunk> {
  const { size } = statSync(path);
  const file = createReadStream(path, { highWaterMark: 64 * 1024, ...(signal ? { signal } : {}) });
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  // A failure of the file itself does not travel down the pipe on its own.
  if (bytes !== file) file.on('error', (error) => bytes.destroy(error));
  let decoder: LineDecoder | undefined;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      decoder ??= new LineDecoder(basename(path), encodingOf(chunk, declared, basename(path)));
      const text = decoder.decode(chunk);
      yield { text, share: size === 0 ? 1 : file.bytesRead / size };
      if (decoder.fault !== undefined) throw new Error(decoder.fault);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) {
      throw new Error(
        `${basename(path)} is cut off or damaged: it is no complete gzip file. What stood before is in; copy the file again.`,
        { cause: error },
      );
    }
    throw error;
  } finally {
    file.destroy();
  }
  const rest = decoder?.decode(Buffer.alloc(0), true);
  if (rest) yield { text: rest, share: 1 };
  if (decoder?.fault !== undefined) throw new Error(decoder.fault);
}

/** The first bytes of a file, unzipped. */
export async function readHead(path: string, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let read = 0;
  const file = createReadStream(path);
  try {
    for await (const chunk of (path.endsWith('.gz') ? file.pipe(createGunzip()) : file) as AsyncIterable<Buffer>) {
      parts.push(chunk);
      read += chunk.length;
      if (read >= length) break;
    }
  } finally {
    file.destroy();
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** The encoding that bytes seem to have, by their first bytes and by how often letters occur. */
export function likelyEncoding(bytes: Buffer): string {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return marked;
  const zeros = bytes.subarray(0, 1000).filter((byte) => byte === 0).length;
  if (zeros > 0) return bytes[0] === 0 ? 'utf-16be' : 'utf-16le';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    const found = chardet.detect(bytes)?.toLowerCase();
    // Latin-1 proper is hardly ever meant: its Windows kin has the same letters, and the euro sign.
    return found === undefined || found === 'iso-8859-1' || found === 'utf-8' ? 'windows-1252' : found;
  }
}

const markedEncoding = (bytes: Buffer): string | undefined =>
  boms.find(([, bom]) => bom.every((byte, i) => bytes[i] === byte))?.[0];

function encodingOf(head: Buffer, declared: string | undefined, name: string): string {
  const marked = markedEncoding(head);
  if (marked !== undefined) return marked;
  if (declared !== undefined) return declared;
  if (head.subarray(0, 1000).includes(0)) {
    throw new Error(
      `${name} is no UTF-8 text. It looks like ${likelyEncoding(head)}: declare "encoding: ${likelyEncoding(head)}".`,
    );
  }
  return 'utf-8';
}

/** Decodes strictly, and finds the line where decoding fails. */
class LineDecoder {
  fault: string | undefined;
  private line = 1;
  private readonly decoder: TextDecoder;

  constructor(
    private readonly name: string,
    private readonly encoding: string,
  ) {
    this.decoder = new TextDecoder(encoding, { fatal: true });
  }

  decode(bytes: Buffer, last = false): string {
    try {
      const text = this.decoder.decode(bytes, { stream: !last });
      this.line += newlines(text);
      return text;
    } catch {
      return this.decodeUntilFault(bytes);
    }
  }

  /** The lines before the one that cannot be decoded; a character split over two chunks may cost the chunk's first line. */
  private decodeUntilFault(bytes: Buffer): string {
    const strict = new TextDecoder(this.encoding, { fatal: true });
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      try {
        strict.decode(bytes.subarray(start, end + 1));
      } catch {
        break;
      }
      start = end + 1;
    }
    const text = strict.decode(bytes.subarray(0, start));
    this.line += newlines(text);
    const end = bytes.indexOf(10, start);
    const sample = bytes
      .subarray(start, end < 0 ? undefined : end)
      .toString('latin1')
      .slice(0, 80)
      .trim();
    const likely = likelyEncoding(bytes);
    const wayOut =
      likely === this.encoding ? 'declare its encoding' : `it looks like ${likely}: declare "encoding: ${likely}"`;
    this.fault = `${this.name}:${this.line} is not ${this.encoding.toUpperCase()} text ("${sample}"); ${wayOut} for this file in the mapping. What stood before is in.`;
    return text;
  }
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
