import {
  type Credentials,
  clearTries,
  endLinksOfAccount,
  endSessionsOfAccount,
  hashPassword,
  setPassword,
} from '../accounts/index.ts';
import { type Core, Refusal } from '../core.ts';
import type { Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { queueMail } from '../mail/index.ts';
import { findOrganization } from '../organizations/index.ts';
import { PASSWORD_CHANGED_MAIL } from './mails.ts';

/**
 * The hash of somebody's new password; outside a unit of work.
 *
 * @throws Refusal `invalid` when it is easily guessed; UnavailableError.
 */
export async function hashFor(
  { reader }: Core,
  organizationId: string,
  { email, displayName }: Pick<Credentials, 'email' | 'displayName'>,
  password: string,
): Promise<string> {
  const { name } = await findOrganization(reader, organizationId);
  return hashPassword(password, [email, displayName ?? '', name]);
}

export interface StoredPassword {
  /** As they were when the password was made. */
  readonly credentials: Credentials;
  readonly hash: string;
  readonly memberId: string;
  readonly type: 'account.password_changed' | 'account.password_reset';
  /** Digest of the session that goes on. */
  readonly except?: Uint8Array | undefined;
}

/**
 * Sets it inside a unit of work: every session but one ends, every link that was mailed too, and the owner
 * is told by mail. It is one password for all organisations; the one that it was changed from records it.
 *
 * @throws Refusal `conflict` when it was changed meanwhile.
 */
export async function storePassword(
  session: Session,
  context: ChangeContext,
  { credentials, hash, memberId, type, except }: StoredPassword,
): Promise<void> {
  const { id, email } = credentials;
  if (!(await setPassword(session, credentials, hash))) {
    throw new Refusal('conflict', 'The password was changed meanwhile. Try again.');
  }
  const sessionsEnded = await endSessionsOfAccount(session, id, except);
  await endLinksOfAccount(session, id);
  await clearTries(session, email);
  await queueMail(session, context, {
    kind: PASSWORD_CHANGED_MAIL,
    to: email,
    about: { accountId: id, at: context.at },
  });
  await recordChange(session, context, {
    type,
    subjectType: 'Member',
    subjectId: memberId,
    data: { accountId: id, sessionsEnded },
    detail: {},
  });
}
