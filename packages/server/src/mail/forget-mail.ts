import { fold } from '@rollcall/scim';
import { query, type Session } from '../db/index.ts';

type Scope = { readonly organization: string };

const selectRecipients = query<Scope>()((db, p) =>
  db
    .selectFrom('mail')
    .select(['id', 'recipient'])
    .where('organization_id', '=', p('organization')),
);

const deleteOne = query<Scope & { id: string }>()((db, p) =>
  db.deleteFrom('mail').where('organization_id', '=', p('organization')).where('id', '=', p('id')),
);

/** Deletes mail to these addresses, whatever became of it; inside the unit of work that erases them. */
export async function forgetMail(
  session: Session,
  organization: string,
  addresses: readonly string[],
): Promise<void> {
  const keys = new Set(addresses.map(fold));
  for (const { id, recipient } of await session.all(selectRecipients, { organization })) {
    if (keys.has(fold(recipient))) await session.send(deleteOne, { organization, id });
  }
}
