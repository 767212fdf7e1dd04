/** A new password for who has forgotten it: a link is mailed to the address that the account has. */
import {
  clientSubjects,
  countTry,
  credentialsByEmail,
  credentialsOf,
  findLink,
  spent,
  subjectOf,
  TooManyTriesError,
  useLink,
} from '../accounts/index.ts';
import { type Core, requireOrganizationId, writeFor } from '../core.ts';
import { EVERYBODY, type Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { queueMail } from '../mail/index.ts';
import { isMemberActive } from '../members/index.ts';
import { RESET_MAIL } from './mails.ts';
import { hashFor, storePassword } from './store-password.ts';
import { waysIn } from './ways-in.ts';

const ACTOR = Object.freeze({ kind: 'system', id: 'password reset' });

/**
 * Queues the mail, if somebody has the address who may sign in somewhere. Whether somebody has is not told,
 * and all that is done is one unit of work in any case.
 *
 * @param client Where it comes from.
 * @throws TooManyTriesError by the client's address alone.
 */
export function requestReset(core: Core, email: string, client: string): Promise<void> {
  const now = core.clock();
  return core.writer.write(EVERYBODY, async (session) => {
    await countTry(session, clientSubjects(client), now);
    if (!(await mayBeMailed(session, email, now))) return;
    const account = await credentialsByEmail(session, email);
    if (account === undefined) return;
    const way = (await waysIn(session, account.id)).find(({ isSuspended }) => !isSuspended);
    if (way === undefined) return;
    await queueMail(
      session,
      { organizationId: way.organizationId, actor: ACTOR, at: now.toISOString() },
      { kind: RESET_MAIL, to: account.email, about: { accountId: account.id } },
    );
  });
}

/** Nobody's inbox is filled by others. */
async function mayBeMailed(session: Session, email: string, now: Date): Promise<boolean> {
  try {
    await countTry(session, [subjectOf('reset', email)], now);
    return true;
  } catch (error) {
    if (error instanceof TooManyTriesError) return false;
    throw error;
  }
}

/**
 * Sets the password of a code that was mailed. Nobody is signed in by it, and everybody is signed out.
 *
 * @throws Refusal `refused` when the code is not good any more; `invalid` for a password that is easily
 *   guessed, and then the code is still good.
 */
export async function completeReset(
  core: Core,
  { code, password, requestId }: Readonly<Record<'code' | 'password' | 'requestId', string>>,
): Promise<void> {
  const at = core.clock().toISOString();
  const link = await findLink(core.reader, 'reset', code, at);
  const { account_id: accountId, member_id: memberId } = link;
  const organizationId = requireOrganizationId(link.organization_id ?? '');
  if (accountId === null || memberId === null) throw spent();
  const credentials = await credentialsOf(core.reader, accountId);
  if (credentials === undefined) throw spent();
  const hash = await hashFor(core, organizationId, credentials, password);
  const actor = { kind: 'member', id: memberId } as const;
  const context: ChangeContext = { organizationId, actor, requestId, at };
  await writeFor(core, context, async (session) => {
    await useLink(session, link, at);
    if (!(await isMemberActive(session, organizationId, memberId))) throw spent();
    const type = 'account.password_reset';
    await storePassword(session, context, { credentials, hash, memberId, type });
  });
}
