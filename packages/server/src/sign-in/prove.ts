import { credentialsOf, endTry, renewSession } from '../accounts/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { checkOwn } from './check-password.ts';
import type { SignedIn } from './who-is.ts';

/**
 * Somebody who is signed in proves to be the one.
 *
 * @param client Where it comes from.
 * @returns Another value for the cookie.
 * @throws Refusal `refused` for a wrong password, and for who has none; TooManyTriesError.
 */
export async function prove(
  core: Core,
  who: SignedIn,
  context: ChangeContext,
  { password, client }: { readonly password: string; readonly client: string },
): Promise<string> {
  const { accountId, memberId } = who;
  const credentials = accountId === null ? undefined : await credentialsOf(core.reader, accountId);
  if (credentials === undefined || credentials.passwordHash === null) {
    throw new Refusal('refused', 'You have no password here. Sign out, and in again as you do.');
  }
  const counted = await checkOwn(core, credentials, { password, client });
  return writeFor(core, context, async (session) => {
    const value = await renewSession(session, who.session, context.at);
    if (value === undefined) throw new Refusal('refused', 'You were signed out meanwhile.');
    await endTry(session, counted, context.at);
    await recordChange(session, context, {
      type: 'session.proven',
      subjectType: 'Member',
      subjectId: memberId,
      data: { sessionId: who.session.id },
      detail: {},
    });
    return value;
  });
}
