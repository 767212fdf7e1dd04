import { createPrivateKey, sign } from 'node:crypto';
import type { Receipt } from './receipt.ts';
import type { SigningKey } from './signing-key.ts';

/** Tells a receipt from other signed texts (RFC 8725 §3.11). */
export const RECEIPT_TYPE = 'rollcall-receipt+jwt';

/**
 * A receipt as a JWS in compact form (RFC 7515 §7.1), signed with Ed25519 (RFC 8037 §3.1). By hand, for a
 * unit of work waits for nothing but its database, and libraries sign asynchronously.
 */
export function signReceipt(receipt: Receipt, { id, privateKey }: SigningKey): string {
  const header = { alg: 'EdDSA', typ: RECEIPT_TYPE, kid: id };
  const text = `${encode(header)}.${encode(receipt)}`;
  const signature = sign(null, Buffer.from(text), createPrivateKey(privateKey));
  return `${text}.${signature.toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
