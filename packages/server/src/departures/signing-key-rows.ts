import { query, type Session, type SigningKeyTable } from '../db/index.ts';

export type StoredKey = Omit<SigningKeyTable, 'created_at'>;

const insert = query<StoredKey & { at: string }>()((db, p) =>
  db
    .insertInto('signing_key')
    .values({
      id: p('id'),
      private_key: p('private_key'),
      sealed_key: p('sealed_key'),
      public_key: p('public_key'),
      created_at: p('at'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const update = query<StoredKey>()((db, p) =>
  db
    .updateTable('signing_key')
    .set({
      private_key: p('private_key'),
      sealed_key: p('sealed_key'),
      public_key: p('public_key'),
    })
    .where('id', '=', p('id')),
);

const selectAll = query<Record<never, never>>()((db) =>
  db
    .selectFrom('signing_key')
    .select(['id', 'private_key', 'sealed_key', 'public_key'])
    .orderBy('created_at')
    .orderBy('id'),
);

/** Every key that there has been, the newest last. */
export async function allKeys(session: Session): Promise<StoredKey[]> {
  return session.all(selectAll, {});
}

export async function insertKey(session: Session, row: StoredKey, at: string): Promise<void> {
  await session.send(insert, { ...row, at });
}

export async function updateKey(session: Session, row: StoredKey): Promise<void> {
  await session.send(update, row);
}
