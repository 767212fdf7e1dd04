import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { endCodes } from './codes.ts';
import {
  addressColumns,
  type InvitationRow,
  recordInvitation,
  saveInvitation,
} from './invitation-rows.ts';
import { queued } from './offer.ts';

export interface Addressee {
  readonly email: string | null;
  readonly displayName: string | null;
  /** Whether it waits for somebody to release it before it goes there. */
  readonly isHeld: boolean;
}

/**
 * The person has another address: the link that went to the old one is dead, and the new one gets a mail of
 * its own. Nothing happens where the address is the same.
 */
export async function moveInvitation(
  session: Session,
  context: ChangeContext,
  row: InvitationRow,
  { email, displayName, isHeld }: Addressee,
): Promise<void> {
  if (email === row.email) return;
  await endCodes(session, row);
  const moved: InvitationRow = {
    ...row,
    ...addressColumns(email, displayName),
    generation: row.generation + 1,
  };
  const next = await settled(session, context, isHeld ? heldOf(moved) : moved);
  await saveInvitation(session, next);
  const detail = { old: { email: row.email }, new: { email } };
  await recordInvitation(session, context, 'moved', next, { detail });
}

function heldOf(row: InvitationRow): InvitationRow {
  const unsent = { mail_id: null, sent_at: null, expires_at: null };
  return { ...row, ...unsent, state: 'held', hold_reason: 'policy' };
}

async function settled(
  session: Session,
  context: ChangeContext,
  row: InvitationRow,
): Promise<InvitationRow> {
  const waitsForSomebody = row.state === 'expired' || row.hold_reason === 'policy';
  if (waitsForSomebody) return { ...row, mail_id: null };
  if (row.email !== null) return queued(session, context, row);
  const unsent = { mail_id: null, sent_at: null, expires_at: null };
  return { ...row, ...unsent, state: 'held', hold_reason: 'no_address' };
}
