/**
 * What records tell of people who are no members: nobody can ask for each of them to be erased, so it goes by
 * itself. That there was something, when and by whom, stays in the chain.
 */
import { sql } from 'kysely';
import { type Core, requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';

/** Rows in one transaction, so that writes of the organisation wait for it only a moment. */
const STEP_ROWS = 500;

const deleteRefused = rawQuery<{ organization: string; before: string }>()(
  (p) => sql`delete from audit_detail where organization_id = ${p('organization')} and seq in (
    select a.seq from audit a
    join audit_detail d on d.organization_id = a.organization_id and d.seq = a.seq
    where a.organization_id = ${p('organization')} and a.action = 'sign_in.refused'
      and a.subject_type = 'Identity' and a.at < ${p('before')}
    order by a.seq limit ${sql.lit(STEP_ROWS)})`,
);

const deleteOfInvitation = rawQuery<{ organization: string; invitation: string }>()(
  (p) => sql`delete from audit_detail where organization_id = ${p('organization')} and seq in (
    select seq from audit where organization_id = ${p('organization')}
      and subject_type = 'Invitation' and subject_id = ${p('invitation')})`,
);

/**
 * Lets go of who it was that an identity provider knew and the organisation did not.
 *
 * @param before RFC 3339 in UTC with milliseconds: details of older records go.
 */
export async function forgetRefused(
  { writer }: Pick<Core, 'writer'>,
  organizationIds: readonly string[],
  before: string,
  signal: AbortSignal,
): Promise<void> {
  for (const organization of organizationIds) {
    let deleted = STEP_ROWS;
    while (deleted === STEP_ROWS && !signal.aborted) {
      deleted = await writer.write(organization, async (session) =>
        session.run(deleteRefused, { organization, before }),
      );
    }
  }
}

/** Part of the unit of work that deletes an invitation, after which nothing leads to its records. */
export async function forgetInvitationRecords(
  session: Session,
  organizationId: string,
  invitation: string,
): Promise<void> {
  const organization = requireOrganizationId(organizationId);
  await session.send(deleteOfInvitation, { organization, invitation });
}
