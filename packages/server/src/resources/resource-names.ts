import { sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';

const selectNames = rawQuery<{ organization: string; ids: string }>()(
  (p, d) => sql<{ id: string; name: string | null }>`
    select j.value as id, coalesce(
      (select coalesce(r.display_name, r.user_name_key) from resource r
        where r.organization_id = ${p('organization')} and r.id = j.value),
      (select coalesce(l.display_name, l.user_name_key) from link l
        where l.organization_id = ${p('organization')} and l.user_id = j.value)) as name
    from ${d.each(p('ids'))}`,
);

/** What people call users, deleted ones too, and groups, by their ids; those nobody knows are left out. */
export async function resourceNames(
  session: Session,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const organization = requireOrganizationId(organizationId);
  if (ids.length === 0) return new Map();
  const rows = await session.all(selectNames, { organization, ids: JSON.stringify(ids) });
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
