import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { SourceError } from '../../sdk/index.ts';

/** Addresses that lead into our own network rather than to a vendor. */
const inside = new BlockList();
for (const [network, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as const),
])
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

const isInside = (address: string) => inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Which addresses a connection may ask: never our own network, nor without encryption, unless that is allowed. */
export class Addresses {
  constructor(private readonly allowPrivate: boolean) {}

  /** Throws where the URL must not be asked. Names are looked at once more when they are resolved. */
  permit(url: URL): void {
    if (this.allowPrivate) return;
    if (url.protocol !== 'https:')
      throw new SourceError('config', `The address ${url.origin} is not encrypted: it must begin with https://`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && isInside(host)) throw refused(host);
  }

  /** For sockets: resolves a name as always, and refuses it where it leads inside. */
  readonly lookup: LookupFunction = (hostname, options: LookupOptions, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const first = found?.[0];
      if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), '', 0);
      if (!this.allowPrivate && found.some(({ address }) => isInside(address)))
        return callback(refused(hostname), '', 0);
      if (options.all) return callback(null, found);
      return callback(null, first.address, first.family);
    });
  };
}

const refused = (host: string) =>
  new SourceError('config', `The address ${host} leads into a private network, which is not allowed here`);
