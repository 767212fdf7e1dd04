import { Refusal } from '../core.ts';
import type { Session } from '../db/index.ts';
import { isActiveOrgAdmin } from '../members/index.ts';

/**
 * Whether somebody may make others members and give them roles, at this moment: the one place that decides it
 * for invitations, when they are made and when they are accepted (security-cases.md C1).
 *
 * @param memberId Null for identity providers, which give no roles, and for the operator.
 * @throws Refusal `refused`.
 */
export async function checkInviter(
  session: Session,
  organizationId: string,
  memberId: string | null,
): Promise<void> {
  if (memberId === null) return;
  if (await isActiveOrgAdmin(session, organizationId, memberId)) return;
  throw new Refusal(
    'refused',
    'Whoever made this invitation is no Org Admin any more, so it gives nothing. Ask an Org Admin to ' +
      'send it again.',
  );
}
