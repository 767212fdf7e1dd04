import { fold } from '@rollcall/scim';
import { sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';

const byDisplayName = rawQuery<{ organization: string; key: string }>()(
  (p, d) =>
    sql<{ id: string }>`select r.id from connection c ${d.joinInOrder(
      'resource',
      'r',
      sql`r.organization_id = ${p('organization')} and r.connection_id = c.id
      and r.type = 'Group' and r.display_key = ${p('key')}`,
      'resource_display',
    )} where c.organization_id = ${p('organization')} order by r.id`,
);

/** Ids of the groups with this displayName, over all connections. */
export async function groupsNamed(
  session: Session,
  organizationId: string,
  displayName: string,
): Promise<string[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(byDisplayName, { organization, key: fold(displayName) });
  return rows.map(({ id }) => id);
}
