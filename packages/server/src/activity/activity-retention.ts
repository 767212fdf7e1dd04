/** The end of old rows in the table that nodes share, in small steps, organisation by organisation. */
import { sql } from 'kysely';
import { rawQuery, type Writer } from '../db/index.ts';

const DAY_MS = 86_400_000;
/** Rows in one transaction, so that writes of the organisation wait for it only a moment. */
const STEP_ROWS = 2000;

/** Ids come in the order of time, so the oldest rows are those with the smallest. */
const deleteSome = rawQuery<{ organization: string; before: string }>()(
  (p) => sql`delete from activity where organization_id = ${p('organization')}
    and at < ${p('before')} and id in (
      select id from activity where organization_id = ${p('organization')}
      order by id limit ${sql.lit(STEP_ROWS)})`,
);

/**
 * Deletes what is older than the retention.
 *
 * @param organizationIds Whose rows; an empty text is for requests of nobody known.
 * @param now Milliseconds since 1970.
 */
export async function deleteOldActivity(
  writer: Writer,
  organizationIds: readonly string[],
  { now, retentionDays }: { readonly now: number; readonly retentionDays: number },
  signal: AbortSignal,
): Promise<void> {
  const before = new Date(now - retentionDays * DAY_MS).toISOString();
  for (const organization of organizationIds) {
    let deleted = STEP_ROWS;
    while (deleted === STEP_ROWS && !signal.aborted) {
      deleted = await writer.write(organization, async (session) =>
        session.run(deleteSome, { organization, before }),
      );
    }
  }
}
