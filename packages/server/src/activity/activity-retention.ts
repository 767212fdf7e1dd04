/** The end of old rows in the table that nodes share, in small steps, organisation by organisation. */
import { sql } from 'kysely';
import type { Core } from '../core.ts';
import { compileSql, EVERY_ORGANIZATION, rawQuery } from '../db/index.ts';

/** Rows in one transaction, so that writes of the organisation wait for it only a moment. */
const STEP_ROWS = 2000;

/** Ids come in the order of time, so the oldest rows are those with the smallest. */
const deleteSome = rawQuery<{ organization: string; before: string }>()(
  (p) => sql`delete from activity where organization_id = ${p('organization')}
    and at < ${p('before')} and id in (
      select id from activity where organization_id = ${p('organization')}
      order by id limit ${sql.lit(STEP_ROWS)})`,
);

/** Whose rows there are: one step through the key for each, not one for each row. */
const OWNERS = sql`with recursive owner (id) as (
    select min(organization_id) from activity
    union all
    select (select min(organization_id) from activity where organization_id > owner.id)
      from owner where owner.id is not null)
  select id from owner where id is not null`;
/** After every time. */
const ALL = '9999';

/**
 * Deletes what is older than the retention, and all of organisations that are gone.
 *
 * @param isKnown Whether there is such an organisation.
 * @param before Milliseconds since 1970: what is older goes.
 */
export async function deleteOldActivity(
  { reader, writer }: Pick<Core, 'reader' | 'writer'>,
  isKnown: (organizationId: string) => boolean,
  before: number,
  signal: AbortSignal,
): Promise<void> {
  const old = new Date(before).toISOString();
  const owners = await reader.dynamic<{ id: string }>(
    compileSql(OWNERS, reader.dialect),
    EVERY_ORGANIZATION,
  );
  for (const { id: organization } of owners) {
    // An empty id: it never became known who asked.
    const end = organization === '' || isKnown(organization) ? old : ALL;
    let deleted = STEP_ROWS;
    while (deleted === STEP_ROWS && !signal.aborted) {
      deleted = await writer.write(organization, async (session) =>
        session.run(deleteSome, { organization, before: end }),
      );
    }
  }
}
