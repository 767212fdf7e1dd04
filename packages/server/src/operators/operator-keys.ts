/**
 * Keys of the operator: what the vendor's application shows to ask about, and change, every
 * organisation. They are looked up in the database for each request, so a revoked one is refused by every
 * node at once.
 */
import { hash, randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import { type Core, Refusal } from '../core.ts';
import { EVERYBODY, type OperatorKeyTable, query, type Session } from '../db/index.ts';
import { newOperatorKeyText } from '../tokens/index.ts';

/** A key as it can be shown again and again. */
export interface OperatorKey {
  readonly id: string;
  readonly name: string;
  /** Its first characters. */
  readonly hint: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** With its text, which is kept nowhere. */
export type NewOperatorKey = OperatorKey & { readonly key: string };

const NAME_LENGTH = 100;
const HINT_LENGTH = 9;

const insert = query<{
  id: string;
  name: string;
  digest: Uint8Array;
  hint: string;
  at: string;
  expires: string | null;
}>()((db, p) =>
  db.insertInto('operator_key').values({
    id: p('id'),
    name: p('name'),
    digest: p('digest'),
    hint: p('hint'),
    created_at: p('at'),
    expires_at: p('expires'),
    last_used_at: null,
    revoked_at: null,
  }),
);

const selectAll = query<Record<never, never>>()((db) =>
  db.selectFrom('operator_key').selectAll().orderBy('id'),
);

const byDigest = query<{ digest: Uint8Array }>()((db, p) =>
  db.selectFrom('operator_key').selectAll().where('digest', '=', p('digest')),
);

const setRevoked = query<{ id: string; at: string }>()((db, p) =>
  db
    .updateTable('operator_key')
    .set({ revoked_at: sql`coalesce(revoked_at, ${p('at')})` })
    .where('id', '=', p('id'))
    .returningAll(),
);

const setUsed = query<{ id: string; at: string }>()((db, p) =>
  db
    .updateTable('operator_key')
    .set({ last_used_at: p('at') })
    .where('id', '=', p('id')),
);

/** @param expiresAt RFC 3339; null never expires. @throws Refusal `invalid`. */
export function createOperatorKey(
  core: Core,
  given: string,
  expiresAt: string | null,
): Promise<NewOperatorKey> {
  const name = given.trim();
  if (name === '' || name.length > NAME_LENGTH) {
    throw new Refusal('invalid', `The name of a key has 1 to ${NAME_LENGTH} characters.`);
  }
  const key = newOperatorKeyText();
  const row = {
    id: randomUUIDv7(),
    name,
    hint: key.slice(0, HINT_LENGTH),
    at: core.clock().toISOString(),
  };
  return core.writer.write(EVERYBODY, async (session) => {
    const digest = hash('sha256', key, 'buffer');
    await session.send(insert, { ...row, digest, expires: expiresAt });
    const { at: createdAt, ...shown } = row;
    return { ...shown, createdAt, expiresAt, lastUsedAt: null, revokedAt: null, key };
  });
}

export async function listOperatorKeys(session: Session): Promise<OperatorKey[]> {
  return (await session.all(selectAll, {})).map(keyOf);
}

/** Refuses the key from the next request on. @throws Refusal `notFound`. */
export function revokeOperatorKey(core: Core, id: string): Promise<OperatorKey> {
  return core.writer.write(EVERYBODY, async (session) => {
    const row = await session.first(setRevoked, { id, at: core.clock().toISOString() });
    if (row === undefined) throw new Refusal('notFound', `There is no operator key ${id}.`);
    return keyOf(row);
  });
}

/** The key with this text, usable or not; undefined when there is none. */
export async function findOperatorKey(
  session: Session,
  text: string,
): Promise<OperatorKey | undefined> {
  const row = await session.first(byDigest, { digest: hash('sha256', text, 'buffer') });
  return row && keyOf(row);
}

/** Notes when a key was used. */
export async function noteOperatorKeyUse(core: Core, id: string, at: string): Promise<void> {
  await core.writer.write(EVERYBODY, async (session) => session.send(setUsed, { id, at }));
}

function keyOf(row: OperatorKeyTable): OperatorKey {
  const { id, name, hint } = row;
  return {
    id,
    name,
    hint,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
