/**
 * The key that receipts are signed with: Ed25519 (RFC 8037), made when the first is. It lies in the
 * database, since every node has to sign inside the unit of a deactivation, sealed where the service has a
 * key for that; what it proves, and what not, says docs/deactivation.md.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type JsonWebKey,
} from 'node:crypto';
import type { Session } from '../db/index.ts';
import { CannotOpenError, type Secrets } from '../secrets/index.ts';
import { allKeys, insertKey, type StoredKey } from './signing-key-rows.ts';

/** A public key as RFC 7517 has it. */
export type ReceiptKey = JsonWebKey & { readonly kid: string };

export interface SigningKey {
  readonly id: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
}

/** The public keys of all receipts there are, the newest last; no key of the service is needed for them. */
export async function receiptKeys(session: Session): Promise<ReceiptKey[]> {
  return (await allKeys(session)).map((row) => ({ ...publicKeyOf(row), kid: row.id }));
}

/**
 * The newest key that can be used; makes one where there is none. Call it inside a unit of work. A
 * deactivation must not wait for a key that somebody has to bring back, so where one is missing another one is
 * made, and `doctor` says so.
 *
 * @param secrets Undefined where nothing is sealed.
 */
export async function signingKey(
  session: Session,
  secrets: Secrets | undefined,
  at: string,
): Promise<SigningKey> {
  for (const row of (await allKeys(session)).toReversed()) {
    const privateKey = openedKey(row, secrets);
    if (privateKey !== undefined) return { id: row.id, privateKey };
  }
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const publicKey = derived(privateKey);
  const key = { id: thumbprint(publicKey), privateKey };
  // Another node may make one at the same moment: both are published, so receipts of both verify.
  await insertKey(session, sealedKey(key, publicKey, secrets), at);
  return key;
}

/** How a key is kept: sealed where there is something to seal it with. */
export function sealedKey(
  { id, privateKey }: SigningKey,
  publicKey: JsonWebKey,
  secrets: Secrets | undefined,
): StoredKey {
  const sealed = secrets?.hasKey() ? secrets.seal(privateKey, aboutKey(id)) : null;
  return {
    id,
    private_key: sealed === null ? privateKey : '',
    sealed_key: sealed,
    public_key: JSON.stringify(publicKey),
  };
}

/** The private key; undefined where no key here opens it. */
export function openedKey(row: StoredKey, secrets: Secrets | undefined): string | undefined {
  if (row.sealed_key === null) return row.private_key;
  try {
    return secrets?.open(row.sealed_key, aboutKey(row.id));
  } catch (error) {
    if (error instanceof CannotOpenError) return undefined;
    throw error;
  }
}

export function publicKeyOf({ public_key, private_key }: StoredKey): JsonWebKey {
  return public_key === null ? derived(private_key) : (JSON.parse(public_key) as JsonWebKey);
}

function aboutKey(id: string): readonly string[] {
  return ['signing_key', id];
}

function derived(privateKey: string): JsonWebKey {
  const jwk = createPublicKey(createPrivateKey(privateKey)).export({ format: 'jwk' });
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, use: 'sig', alg: 'EdDSA' } as JsonWebKey;
}

/** RFC 7638 §3: the members that are required, in the order of their names. */
function thumbprint({ crv, kty, x }: JsonWebKey): string {
  return hash('sha256', JSON.stringify({ crv, kty, x }), 'base64url');
}
