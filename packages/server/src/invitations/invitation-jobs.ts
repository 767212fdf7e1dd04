/** Invitations that nobody accepted in time, and old ones. Organisation by organisation, in small steps. */
import { sql } from 'kysely';
import { type Core, writeFor } from '../core.ts';
import { query, rawQuery, type Session } from '../db/index.ts';
import { type ChangeContext, forgetInvitationRecords } from '../events/index.ts';
import type { Job } from '../jobs/index.ts';
import { endCodes } from './codes.ts';
import { forgetInvitations } from './forget-invitations.ts';
import { recordInvitation, saveInvitation } from './invitation-rows.ts';

const HOUR_MS = 3_600_000;
/**
 * How long one is kept after it ended, milliseconds, and who it was for with it. The audit log says for ever that
 * there was one.
 */
const RETENTION_MS = 90 * 86_400_000;
/** Rows in one transaction, so that writes of the organisation wait for it only a moment. */
const STEP_ROWS = 200;
const ACTOR = Object.freeze({ kind: 'system', id: 'invitations' });

type Until = { readonly organization: string; readonly before: string };

const overdue = query<Until>()((db, p) =>
  db
    .selectFrom('invitation')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('state', '=', sql.lit('pending' as const))
    .where('expires_at', '<=', p('before'))
    .orderBy('expires_at')
    .limit(STEP_ROWS),
);

/** Those that ended; and those that expired, of people who never became members. */
const selectOld = rawQuery<Until>()(
  (p) => sql<{ id: string }>`select id from (
      select id from invitation where organization_id = ${p('organization')}
        and ended_at is not null and ended_at < ${p('before')}
      union all
      select id from invitation where organization_id = ${p('organization')}
        and state = 'expired' and member_id is null and expires_at < ${p('before')}) old
    limit ${sql.lit(STEP_ROWS)}`,
);

/** @param organizationIds Of all organisations, when it is time. */
export function invitationJob(core: Core, organizationIds: () => readonly string[]): Job {
  return {
    name: 'invitations',
    everyMs: HOUR_MS,
    async run(signal) {
      for (const organizationId of organizationIds()) {
        await inSteps(signal, () => expireSome(core, organizationId));
        await inSteps(signal, () => deleteSome(core, organizationId));
      }
    },
  };
}

async function inSteps(signal: AbortSignal, step: () => Promise<number>): Promise<void> {
  while (!signal.aborted) if ((await step()) < STEP_ROWS) return;
}

async function expireSome(core: Core, organizationId: string): Promise<number> {
  const before = core.clock().toISOString();
  const wanted = { organization: organizationId, before };
  // Looked for by a reader: as a rule there is nothing to write.
  if ((await core.reader.all(overdue, wanted)).length === 0) return 0;
  const context: ChangeContext = { organizationId, actor: ACTOR, at: before };
  return writeFor(core, context, (session) => expire(session, context, wanted));
}

async function expire(session: Session, context: ChangeContext, wanted: Until): Promise<number> {
  const rows = await session.all(overdue, wanted);
  for (const row of rows) {
    await endCodes(session, row);
    const expired = { ...row, state: 'expired' as const };
    await saveInvitation(session, expired);
    await recordInvitation(session, context, 'expired', expired);
  }
  return rows.length;
}

function deleteSome(core: Core, organization: string): Promise<number> {
  const before = new Date(core.clock().getTime() - RETENTION_MS).toISOString();
  return core.writer.write(organization, async (session) => {
    const ids = (await session.all(selectOld, { organization, before })).map(({ id }) => id);
    // Whoever is erased later is not known by it any more, and a stranger never was.
    for (const id of ids) await forgetInvitationRecords(session, organization, id);
    await forgetInvitations(session, organization, ids);
    return ids.length;
  });
}
