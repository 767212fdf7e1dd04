/** Takes invitations of somebody out, with their addresses; inside the unit of work that erases the person. */
import { query, type Session } from '../db/index.ts';

type Scope = { readonly organization: string };

const selectAll = query<Scope>()((db, p) =>
  db
    .selectFrom('invitation')
    .select(['id', 'member_id', 'email', 'email_key', 'display_name'])
    .where('organization_id', '=', p('organization')),
);

const deleteOne = query<Scope & { id: string }>()((db, p) =>
  db
    .deleteFrom('invitation')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const deleteCodes = query<Scope & { id: string }>()((db, p) =>
  db
    .deleteFrom('invitation_code')
    .where('organization_id', '=', p('organization'))
    .where('invitation_id', '=', p('id')),
);

export interface KnownInvitation {
  readonly id: string;
  /** Name and address, as they are and folded. */
  readonly words: readonly (string | null)[];
}

/**
 * Every invitation of a member, and to one of its addresses. No index has those that ended: it is asked once in a
 * while, and every write would pay for it.
 *
 * @param keys Folded addresses.
 */
export async function invitationsOfPerson(
  session: Session,
  organization: string,
  memberId: string,
  keys: readonly string[],
): Promise<KnownInvitation[]> {
  const rows = await session.all(selectAll, { organization });
  return rows
    .filter(({ member_id, email_key }) => member_id === memberId || keys.includes(email_key ?? ''))
    .map(({ id, email, email_key, display_name }) => ({
      id,
      words: [email, email_key, display_name],
    }));
}

export async function forgetInvitations(
  session: Session,
  organization: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) {
    await session.send(deleteCodes, { organization, id });
    await session.send(deleteOne, { organization, id });
  }
}
