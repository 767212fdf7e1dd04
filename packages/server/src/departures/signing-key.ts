/**
 * The key that receipts are signed with: Ed25519 (RFC 8037), made when the first is. It lies in the
 * database, since every node has to sign inside the unit of a deactivation; what it proves, and what not,
 * says docs/deactivation.md.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type JsonWebKey,
} from 'node:crypto';
import { query, type Session } from '../db/index.ts';

/** A public key as RFC 7517 has it. */
export type ReceiptKey = JsonWebKey & { readonly kid: string };

export interface SigningKey {
  readonly id: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
}

const insert = query<{ id: string; privateKey: string; at: string }>()((db, p) =>
  db
    .insertInto('signing_key')
    .values({ id: p('id'), private_key: p('privateKey'), created_at: p('at') })
    .onConflict((conflict) => conflict.doNothing()),
);

const selectAll = query<Record<never, never>>()((db) =>
  db.selectFrom('signing_key').select(['id', 'private_key']).orderBy('created_at').orderBy('id'),
);

/** The public keys of all receipts there are, the newest last. */
export async function receiptKeys(session: Session): Promise<ReceiptKey[]> {
  const rows = await session.all(selectAll, {});
  return rows.map(({ id, private_key }) => ({ ...publicKeyOf(private_key), kid: id }));
}

/** The newest key; makes one where there is none. Call it inside a unit of work. */
export async function signingKey(session: Session, at: string): Promise<SigningKey> {
  const known = (await session.all(selectAll, {})).at(-1);
  if (known !== undefined) return { id: known.id, privateKey: known.private_key };
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const key = { id: thumbprint(publicKeyOf(privateKey)), privateKey };
  // Another node may make one at the same moment: both are published, so receipts of both verify.
  await session.send(insert, { ...key, at });
  return key;
}

function publicKeyOf(privateKey: string): JsonWebKey {
  const jwk = createPublicKey(createPrivateKey(privateKey)).export({ format: 'jwk' });
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, use: 'sig', alg: 'EdDSA' } as JsonWebKey;
}

/** RFC 7638 §3: the members that are required, in the order of their names. */
function thumbprint({ crv, kty, x }: JsonWebKey): string {
  return hash('sha256', JSON.stringify({ crv, kty, x }), 'base64url');
}
