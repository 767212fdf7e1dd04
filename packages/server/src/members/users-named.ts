import { fold } from '@rollcall/scim';
import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';

const byUserName = query<{ organization: string; key: string }>()((db, p) =>
  db
    .selectFrom('link')
    .select('user_id')
    .where('organization_id', '=', p('organization'))
    .where('user_name_key', '=', p('key'))
    .orderBy('user_id'),
);

/** Ids of the users with this userName, over all connections, deleted ones too. */
export async function usersNamed(
  session: Session,
  organizationId: string,
  userName: string,
): Promise<string[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(byUserName, { organization, key: fold(userName) });
  return rows.map(({ user_id }) => user_id);
}
