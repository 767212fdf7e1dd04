/** Which addresses the service may connect to when a customer named the host. */
import ipaddr from 'ipaddr.js';

/** In use inside networks; everything else that is not public leads nowhere that anybody may name. */
const PRIVATE: ReadonlySet<string> = new Set([
  'loopback',
  'private',
  'uniqueLocal',
  'carrierGradeNat',
]);
/** Where clouds tell their machines secrets, among private addresses. */
const METADATA: ReadonlySet<string> = new Set(['fd00:ec2::254', '100.100.100.200']);

/**
 * @param address As the resolver gives it.
 * @param allowPrivate Whether the operator lets the service reach its own network.
 */
export function mayConnect(address: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = rangeOf(parsed);
  if (range === 'unicast') return true;
  return allowPrivate && PRIVATE.has(range) && !METADATA.has(parsed.toString());
}

/** `unicast` is public. An IPv4 address inside an IPv6 one is what it is by itself. */
function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) {
    return address.toIPv4Address().range();
  }
  // Only 2000::/3 is given out; what is beyond it may come to mean anything.
  const isGiven =
    !(address instanceof ipaddr.IPv6) || ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
  const range = address.range();
  return range === 'unicast' && !isGiven ? 'reserved' : range;
}
