import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

/** Length of a key in bytes: AES-256. */
export const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/** Keys that seal secrets: the first one seals, all of them open. A sealed text reads "v1.<key>.<nonce, tag and text>". */
export class KeyRing {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly first: string;

  constructor(keys: readonly [Buffer, ...Buffer[]]) {
    this.keys = new Map(keys.map((key) => [nameOf(key), key]));
    this.first = nameOf(keys[0]);
  }

  /** How all that the first key has sealed begins. */
  get prefix(): string {
    return `v1.${this.first}.`;
  }

  /** Seals a text for one place: it opens nowhere else. */
  seal(text: string, place: string): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.first)!, iv, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(this.prefix + place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return this.prefix + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** The text that was sealed for that place; or which key is missing; null where it was changed, or belongs elsewhere. */
  open(sealed: string, place: string): { text: string } | { missing: string } | null {
    const [version, name = '', body = ''] = sealed.split('.');
    const key = this.keys.get(name);
    if (version !== 'v1') return null;
    if (!key) return { missing: name };
    const bytes = Buffer.from(body, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(`v1.${name}.${place}`));
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      const rest = bytes.subarray(ivBytes + tagBytes);
      return { text: Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8') };
    } catch {
      return null;
    }
  }
}

/** Enough to tell keys apart, and nothing to find them by. */
const nameOf = (key: Buffer): string => hash('sha256', key, 'hex').slice(0, 8);
