import { fold } from '@rollcall/scim';
import { query, type Session } from '../db/index.ts';

const prove = query<{ organization: string; id: string; key: string; at: string }>()((db, p) =>
  db
    .updateTable('member')
    .set({ email_proven_at: p('at') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .where('email_key', '=', p('key'))
    .where('email_proven_at', 'is', null),
);

/**
 * Somebody read what was sent to an address: if it is the member's own, it is proven. Part of the unit of work
 * that knows it, whose record tells of it.
 */
export async function proveAddress(
  session: Session,
  organization: string,
  id: string,
  email: string,
  at: string,
): Promise<void> {
  await session.send(prove, { organization, id, key: fold(email), at });
}
