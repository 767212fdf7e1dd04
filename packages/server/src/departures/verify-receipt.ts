import { createPublicKey, verify } from 'node:crypto';
import { Refusal } from '../core.ts';
import type { Receipt } from './receipt.ts';
import { RECEIPT_TYPE } from './sign-receipt.ts';
import type { ReceiptKey } from './signing-key.ts';

/** Longest receipt that is looked at, characters. */
const LENGTH_MAX = 1024 * 1024;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/**
 * What a receipt says, if one of the keys signed exactly this text (RFC 7515 §5.2).
 *
 * @throws Refusal `invalid` with what is wrong.
 */
export function verifyReceipt(text: string, keys: readonly ReceiptKey[]): Receipt {
  const parts = text.trim().split('.');
  const [header = '', payload = '', signature = ''] = parts;
  const isCompact = parts.length === 3 && parts.every((part) => BASE64URL.test(part));
  if (text.length > LENGTH_MAX || !isCompact) throw invalid('This is no receipt.');
  const { alg, typ, kid } = Object(parse(header));
  if (alg !== 'EdDSA' || typ !== RECEIPT_TYPE) throw invalid('This is no receipt.');
  const key = keys.find((candidate) => candidate.kid === kid);
  if (key === undefined)
    throw invalid('The receipt was signed with a key that is not of this service.');
  const isGenuine = verify(
    null,
    Buffer.from(`${header}.${payload}`),
    createPublicKey({ key, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );
  if (!isGenuine) throw invalid('The receipt was changed after it was signed.');
  return parse(payload) as Receipt;
}

function parse(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    throw invalid('This is no receipt.');
  }
}

function invalid(message: string): Refusal {
  return new Refusal('invalid', message);
}
