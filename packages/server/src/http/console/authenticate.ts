/** Who asks the console's API. The database is asked for each request, so a change holds from the next one. */
import { isProven, isSeenLongAgo, noteSeen } from '../../accounts/index.ts';
import type { App } from '../../app.ts';
import { isSuspended, type SignedIn, whoIs } from '../../sign-in/index.ts';
import { ApiError } from '../api/api-error.ts';
import { unauthorized } from './console-error.ts';
import { cookieOf } from './cookie.ts';
import type { MemberEndpoint } from './endpoint.ts';

/** Tells the console to ask for the password again, and to repeat the request then. */
const PROOF_NEEDED = 'urn:rollcall:problem:proof-needed';

type Needs = Pick<MemberEndpoint, 'access' | 'needsProof'>;

/**
 * @param cookie The Cookie header.
 * @throws ApiError 401 when nobody is signed in; 403 when it is somebody who may not do this.
 */
export async function authenticate(
  app: App,
  cookie: string | undefined,
  { access, needsProof }: Needs,
  at: string,
): Promise<SignedIn> {
  const value = cookieOf(cookie);
  const who = value && (await whoIs(app.reader, value, at));
  if (!who) throw unauthorized('You are not signed in, or not any more. Sign in.');
  if (await isSuspended(app.reader, who.organizationId)) {
    throw new ApiError(403, 'This organisation is suspended. Ask who runs the service.');
  }
  if (access === 'orgAdmin' && !who.isOrgAdmin) {
    throw new ApiError(403, 'Only Org Admins may do this. Ask one of yours.');
  }
  if (needsProof && !isProven(who.session, at)) {
    const detail = 'For this, enter your password again.';
    throw new ApiError(403, detail, {}, PROOF_NEEDED);
  }
  noteUse(app, who, at);
  return who;
}

function noteUse({ writer }: App, { organizationId, session }: SignedIn, at: string): void {
  if (!isSeenLongAgo(session, at)) return;
  const noted = writer.write(organizationId, (unit) => noteSeen(unit, session.digest, at));
  // A use that could not be written is written with the next request.
  noted.catch(() => {});
}
