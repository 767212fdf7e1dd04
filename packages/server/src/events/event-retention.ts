/** The end of old events, in small steps, organisation by organisation. Audit records stay. */
import { sql } from 'kysely';
import type { Core } from '../core.ts';
import { rawQuery } from '../db/index.ts';

/** Rows in one transaction, so that writes of the organisation wait for it only a moment. */
const STEP_ROWS = 2000;

/** Numbers come in the order of time, so the oldest events are those with the smallest. */
const deleteSome = rawQuery<{ organization: string; before: string }>()(
  (p) => sql`delete from event where organization_id = ${p('organization')}
    and at < ${p('before')} and seq in (
      select seq from event where organization_id = ${p('organization')}
      order by seq limit ${sql.lit(STEP_ROWS)})`,
);

/** @param before RFC 3339 in UTC with milliseconds: older events go. */
export async function deleteOldEvents(
  { writer }: Pick<Core, 'writer'>,
  organizationIds: readonly string[],
  before: string,
  signal: AbortSignal,
): Promise<void> {
  for (const organization of organizationIds) {
    let deleted = STEP_ROWS;
    while (deleted === STEP_ROWS && !signal.aborted) {
      deleted = await writer.write(organization, async (session) =>
        session.run(deleteSome, { organization, before }),
      );
    }
  }
}
