import { readConfig } from '../config.ts';
import { openKeyRing } from '../key-ring-file.ts';
import type { Access } from '../land/open-source.ts';
import { loadConnectors } from '../load-connectors.ts';

/** How sources are reached from here, as the environment says. */
export async function sourceAccess(): Promise<Access> {
  const config = readConfig();
  const http = { allowPrivateAddresses: config.allowPrivateSources };
  return { connectors: await loadConnectors(config.connectors), keys: openKeyRing(config), http };
}
