import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * Where a request came from. `X-Forwarded-For` counts only as far as it was written by proxies that
 * are trusted: from the right, up to the first address that is not one of them.
 *
 * @param trusted Addresses and ranges such as `10.0.0.0/8`.
 */
export function createClientAddress(
  trusted: readonly string[],
): (incoming: IncomingMessage) => string {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

  return ({ socket, headers }) => {
    let client = plain(socket.remoteAddress ?? '');
    const forwarded = String(headers['x-forwarded-for'] ?? '').split(',', 100);
    while (isTrusted(client)) {
      const before = plain((forwarded.pop() ?? '').trim());
      if (isIP(before) === 0) break;
      client = before;
    }
    return client;
  };
}

/** IPv4 addresses come as `::ffff:127.0.0.1` to a socket that listens on both. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
