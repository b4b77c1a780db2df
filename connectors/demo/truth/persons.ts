import type { Life } from '../world/life.ts';
import type { QuoteRequest } from '../world/quotes.ts';

/** Above so many accounts an address identifies nobody. */
const limit = 20;

/** Finds who is one person: the same e-mail in lower case, or the same phone; no placeholders, no address of too many. */
export class Persons {
  readonly #parents = new Map<string, string>();
  readonly #holders = new Map<string, Set<string>>();

  see({ accounts, orders }: Life, requests: readonly QuoteRequest[]): void {
    for (const { key, email, phone } of accounts) {
      this.#identity(key, `email ${email.toLowerCase()}`);
      if (phone) this.#identity(key, `phone ${phone.replaceAll(/[ -]/g, '')}`);
    }
    for (const { account, email } of [...orders, ...requests]) {
      if (account === null && email !== null) this.#identity(guest(email), `email ${email.toLowerCase()}`);
    }
  }

  #identity(identity: string, identifier: string): void {
    if (!this.#parents.has(identity)) this.#parents.set(identity, identity);
    const holders = this.#holders.get(identifier) ?? new Set();
    this.#holders.set(identifier, holders.add(identity));
  }

  /** Joins what belongs together; call it when all have been seen. */
  resolve(): void {
    for (const [identifier, holders] of this.#holders) {
      if (holders.size > limit || identifier.startsWith('email test@')) continue;
      const [first, ...rest] = [...holders].map((identity) => this.#root(identity));
      for (const other of rest) this.#parents.set(this.#root(other), this.#root(first!));
    }
  }

  #root(identity: string): string {
    let at = identity;
    while (this.#parents.get(at) !== at) at = this.#parents.get(at)!;
    return at;
  }

  /** The person's name for themselves; null where nothing identifies anybody. */
  of({ account, email }: { account: string | null; email: string | null }): string | null {
    if (account !== null) return this.#root(account);
    return email === null ? null : this.#root(guest(email));
  }

  counts() {
    const roots = new Set([...this.#parents.keys()].map((identity) => this.#root(identity)));
    return { persons: roots.size, identities: this.#parents.size };
  }
}

const guest = (email: string) => `guest ${email.toLowerCase()}`;
