/** What groups are called, whoever made them. */
import { sql } from 'kysely';
import { rawQuery, type Session } from '../db/index.ts';

export interface GroupName {
  readonly id: string;
  readonly name: string | null;
}

const selectNames = rawQuery<{ organization: string; id: string }>()(
  (p) => sql<GroupName>`
    select id, display_name as name from resource
      where organization_id = ${p('organization')} and id = ${p('id')}
    union all select id, name from local_group
      where organization_id = ${p('organization')} and id = ${p('id')}`,
);

const selectPushed = rawQuery<{ organization: string; id: string }>()(
  (p) => sql<{ id: string }>`
    select id from resource where organization_id = ${p('organization')} and id = ${p('id')}`,
);

/** Those of the groups that an identity provider pushed. */
export async function pushedAmong(
  session: Session,
  organization: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await session.each(
    selectPushed,
    ids.map((id) => ({ organization, id })),
  );
  return new Set(rows.map(({ id }) => id));
}

/** By id; those that are gone are left out. */
export async function namesOf(
  session: Session,
  organization: string,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await session.each(
    selectNames,
    ids.map((id) => ({ organization, id })),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
