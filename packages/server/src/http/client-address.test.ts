import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from './client-address.ts';

const from = (trusted: readonly string[], remoteAddress: string, forwarded?: string) =>
  createClientAddress(trusted)({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage);

describe('trusted proxies', () => {
  it('X-Forwarded-For is ignored unless the peer is trusted', () => {
    expect(from([], '10.0.0.1', '1.2.3.4')).toBe('10.0.0.1');
    expect(from(['10.0.0.0/8'], '192.0.2.1', '1.2.3.4')).toBe('192.0.2.1');
  });
  it('the rightmost address that no trusted proxy has is the client', () => {
    const trusted = ['10.0.0.0/8', '2001:db8::/32'];
    expect(from(trusted, '10.0.0.1', '1.2.3.4')).toBe('1.2.3.4');
    expect(from(trusted, '::ffff:10.0.0.1', '6.6.6.6, 1.2.3.4, 10.1.1.1')).toBe('1.2.3.4');
    expect(from(trusted, '2001:db8::1', '2001:4::1')).toBe('2001:4::1');
  });
  it('what is no address ends the chain', () => {
    expect(from(['10.0.0.1'], '10.0.0.1', 'evil')).toBe('10.0.0.1');
    expect(from(['10.0.0.1'], '10.0.0.1')).toBe('10.0.0.1');
  });
});
