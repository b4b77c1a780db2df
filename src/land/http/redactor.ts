/** Shorter texts than these are no secrets, and would blot out words. */
const shortest = 4;

/** Blots secrets out of what people or the database will read. */
export class Redactor {
  private readonly forms = new Set<string>();

  constructor(secrets: readonly string[]) {
    for (const secret of secrets) this.add(secret);
  }

  /** Takes a secret in all the ways in which a request may carry it. */
  add(secret: string): void {
    if (secret.length < shortest) return;
    const json = JSON.stringify(secret).slice(1, -1);
    for (const form of [secret, json, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
      this.forms.add(form);
  }

  redact(text: string): string {
    // The longest first: one secret may be part of another.
    const forms = [...this.forms].toSorted((a, b) => b.length - a.length);
    return forms.reduce((clean, form) => clean.replaceAll(form, '***'), text);
  }
}
