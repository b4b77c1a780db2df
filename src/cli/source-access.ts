import { readConfig } from '../config.ts';
import { openKeyRing } from '../key-ring-file.ts';
import type { Access } from '../land/open-source.ts';
import type { KeyRing } from '../land/secrets/key-ring.ts';
import { loadConnectors } from '../load-connectors.ts';

/** How sources are reached from here, as the environment says. */
export async function sourceAccess(): Promise<Access> {
  const config = readConfig();
  let keys: KeyRing | undefined;
  return {
    connectors: await loadConnectors(config.connectors),
    // Only where there are secrets is a key needed, and made.
    get keys() {
      return (keys ??= openKeyRing(config));
    },
    http: { allowPrivateAddresses: config.allowPrivateSources },
  };
}
