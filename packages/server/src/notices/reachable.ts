import type { Session } from '../db/index.ts';
import { activeOrgAdmins } from '../members/index.ts';

/** Whether mail reaches any active Org Admin; who has no address of their own is skipped. */
export async function hasReachableOrgAdmin(
  session: Session,
  organizationId: string,
): Promise<boolean> {
  const admins = await activeOrgAdmins(session, organizationId);
  return admins.some(({ email }) => email !== null);
}
