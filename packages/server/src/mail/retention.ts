/** The end of mail that is no longer queued, in small steps, organisation by organisation. */
import { sql } from 'kysely';
import type { Core } from '../core.ts';
import { rawQuery } from '../db/index.ts';
import { organizationsWithOldMail } from './mail-rows.ts';

/** How long mail is kept after it was sent or given up, milliseconds; the local inbox with it. */
const RETENTION_MS = 30 * 86_400_000;
/** Rows in one transaction, so that writes of the organisation wait for it only a moment. */
const STEP_ROWS = 2000;

const deleteSome = rawQuery<{ organization: string; before: string }>()(
  (p) => sql`delete from mail where organization_id = ${p('organization')} and id in (
    select id from mail where organization_id = ${p('organization')}
      and ended_at is not null and ended_at < ${p('before')}
    order by ended_at limit ${sql.lit(STEP_ROWS)})`,
);

export async function deleteOldMail(core: Core, signal: AbortSignal): Promise<void> {
  const before = new Date(core.clock().getTime() - RETENTION_MS).toISOString();
  for (const organization of await organizationsWithOldMail(core.reader, before)) {
    let deleted = STEP_ROWS;
    while (deleted === STEP_ROWS && !signal.aborted) {
      deleted = await core.writer.write(organization, async (session) =>
        session.run(deleteSome, { organization, before }),
      );
    }
  }
}
