/** What a release would do: who would be mailed, and what they would read. */
import { sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { compileSql, type Session } from '../db/index.ts';
import { type RenderedMail, renderLetter } from '../mail/index.ts';
import type { Invitation } from './invitation.ts';
import { findInvitation } from './invitation-rows.ts';
import { invitationLetter, organizationName } from './letter.ts';
import { listInvitations } from './list.ts';

/** Invitations that are shown of all that would be mailed. */
const SHOWN = 20;

export interface InvitationPreview {
  /** How many would be mailed. */
  readonly recipients: number;
  /** How many would stay held, since nobody knows an address. */
  readonly withoutAddress: number;
  /** The first of them. */
  readonly invitations: readonly Invitation[];
  /** What the first would read; there is no link in it. Null when nobody would be mailed. */
  readonly mail: RenderedMail | null;
}

/** Of all that are held, of one connection or of all. Changes nothing. */
export async function previewHeld(
  session: Session,
  organizationId: string,
  connectionId: string | undefined,
): Promise<InvitationPreview> {
  const organization = requireOrganizationId(organizationId);
  const ofConnection =
    connectionId === undefined ? sql`` : sql`and connection_id = ${connectionId}`;
  const counts = sql`select count(*) as held, count(email) as reachable from invitation
    where organization_id = ${organization} and state = 'held' ${ofConnection}`;
  const [row] = await session.dynamic<{ held: number; reachable: number }>(
    compileSql(counts, session.dialect),
    organization,
  );
  const recipients = Number(row?.reachable ?? 0);
  const search = { state: 'held', connectionId, limit: SHOWN } as const;
  const { invitations } = await listInvitations(session, organization, search);
  const first = invitations.find(({ email }) => email !== null);
  return {
    recipients,
    withoutAddress: Number(row?.held ?? 0) - recipients,
    invitations,
    mail: first === undefined ? null : await previewMail(session, organization, first.id),
  };
}

/** What the person would read, without a link that works. @throws Refusal `notFound`. */
export async function previewMail(
  session: Session,
  organization: string,
  id: string,
): Promise<RenderedMail> {
  const row = await findInvitation(session, organization, id);
  const letter = await invitationLetter(session, row, undefined);
  return renderLetter(letter, await organizationName(session, organization));
}
