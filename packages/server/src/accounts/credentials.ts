/** An account with the hash of its password: for those who compare or change it, and nobody else. */
import { fold } from '@rollcall/scim';
import { sql } from 'kysely';
import { query, rawQuery, type Session } from '../db/index.ts';

export interface Credentials {
  readonly id: string;
  readonly email: string;
  readonly displayName: string | null;
  /** PHC string; null where the person signs in by an identity provider alone. */
  readonly passwordHash: string | null;
}

const columns = [
  'id',
  'email',
  'display_name as displayName',
  'password_hash as passwordHash',
] as const;

const byEmail = query<{ key: string }>()((db, p) =>
  db.selectFrom('account').select(columns).where('email_key', '=', p('key')),
);

const byId = query<{ id: string }>()((db, p) =>
  db.selectFrom('account').select(columns).where('id', '=', p('id')),
);

const update = rawQuery<{ id: string; old: string | null; fresh: string }>()(
  (p) => sql`update account set password_hash = ${p('fresh')}
    where id = ${p('id')} and password_hash is not distinct from ${p('old')}`,
);

export async function credentialsByEmail(
  session: Session,
  email: string,
): Promise<Credentials | undefined> {
  return session.first(byEmail, { key: fold(email) });
}

export async function credentialsOf(
  session: Session,
  accountId: string,
): Promise<Credentials | undefined> {
  return session.first(byId, { id: accountId });
}

/**
 * Sets the hash of a password that is still what it was when it was looked at. Until the commit no other
 * unit of work changes it, on any node: setting it to what it is holds it.
 *
 * @returns Whether it was.
 */
export async function setPassword(
  session: Session,
  { id, passwordHash }: Pick<Credentials, 'id' | 'passwordHash'>,
  fresh: string,
): Promise<boolean> {
  return (await session.run(update, { id, old: passwordHash, fresh })) > 0;
}
