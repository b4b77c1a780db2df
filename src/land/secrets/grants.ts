import { hash } from 'node:crypto';
import type { Json } from '../../sdk/index.ts';
import type { Store } from '../../store/store.ts';
import type { Grant, GrantKeeper } from '../http/grant.ts';
import type { SourceKey } from '../source.ts';
import type { KeyRing } from './key-ring.ts';
import { keepSecrets, readSecrets } from './source-secrets.ts';

/**
 * Keeps the grant of a source sealed, under the refresh token of the settings that it came from: another token has another
 * grant, and one that is tried in vain spoils nothing. No setting has such a name.
 */
export function sealedGrants(store: Store, keys: KeyRing, source: SourceKey, refreshToken: string): GrantKeeper {
  const name = `@grant ${hash('sha256', refreshToken, 'hex').slice(0, 16)}`;
  return {
    async load() {
      const grant = (await readSecrets(store.em(), keys, source, [name]))[name];
      return (grant as unknown as Grant | undefined) ?? null;
    },
    save: (grant) => store.transaction((em) => keepSecrets(em, keys, source, { [name]: { ...grant } satisfies Json })),
  };
}

/** Keeps the grant of a source that does not exist yet, until it can be sealed. */
export class UnsealedGrant implements GrantKeeper {
  private grant: Grant | null = null;

  load(): Promise<Grant | null> {
    return Promise.resolve(this.grant);
  }

  save(grant: Grant): Promise<void> {
    this.grant = grant;
    return Promise.resolve();
  }
}
