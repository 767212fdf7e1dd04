/** What somebody sees who opens the link of an invitation. */
import { accountByEmail } from '../accounts/index.ts';
import { Refusal } from '../core.ts';
import type { Session } from '../db/index.ts';
import { type InvitationRow, invitationOfCode, inviterName } from '../invitations/index.ts';
import { isMemberActive } from '../members/index.ts';
import { findOrganization, type Organization } from '../organizations/index.ts';
import { type OfferedSso, offeredSso } from '../single-sign-on/index.ts';

/** What a code opens. */
export interface OpenInvitation {
  readonly row: InvitationRow;
  readonly email: string;
  readonly organization: Organization;
}

export interface InvitationLook {
  readonly organization: { readonly name: string; readonly slug: string };
  readonly email: string;
  readonly displayName: string | null;
  readonly invitedBy: string;
  /** RFC 3339. */
  readonly expiresAt: string | null;
  /**
   * `newAccount`: choose a password. `signIn`: the address has an account, so the link alone is not enough: its
   * password or a session of it is needed too. `singleSignOn`: nothing but the identity provider lets in.
   */
  readonly needs: 'newAccount' | 'signIn' | 'singleSignOn';
  /** The identity provider that it can be accepted by; null where there is none. */
  readonly singleSignOn: OfferedSso | null;
}

/** @throws Refusal `notFound` for a code that opens nothing, whatever the reason. */
export async function lookAtInvitation(
  session: Session,
  code: string,
  now: Date,
): Promise<InvitationLook> {
  const { row, email, organization } = await openInvitation(session, code, now.toISOString());
  const offered = await offeredSso(session, organization.id);
  const account = await accountByEmail(session, email);
  return {
    organization: { name: organization.name, slug: organization.slug },
    email,
    displayName: row.display_name,
    invitedBy: await inviterName(session, row),
    expiresAt: row.expires_at,
    needs: offered?.required ? 'singleSignOn' : account === undefined ? 'newAccount' : 'signIn',
    singleSignOn: offered ?? null,
  };
}

/** @throws Refusal `notFound`. */
export async function openInvitation(
  session: Session,
  code: string,
  at: string,
): Promise<OpenInvitation> {
  return checkedOpen(session, await invitationOfCode(session, code, at));
}

/** Whether an invitation can be accepted now. @throws Refusal `notFound`. */
export async function checkedOpen(
  session: Session,
  row: InvitationRow | undefined,
): Promise<OpenInvitation> {
  if (row === undefined || row.email === null) throw gone();
  const organization = await findOrganization(session, row.organization_id);
  const isOpen =
    organization.suspendedAt === null &&
    (row.member_id === null || (await isMemberActive(session, row.organization_id, row.member_id)));
  if (!isOpen) throw gone();
  return { row, email: row.email, organization };
}

/** One answer for what was never sent, used, withdrawn, expired or replaced: it tells a stranger nothing. */
function gone(): Refusal {
  return new Refusal(
    'notFound',
    'This link is not good any more: it was used, replaced by a newer one, withdrawn, or is older than 7 days. ' +
      'If you have joined, sign in. If not, ask your administrator for a new invitation.',
  );
}
