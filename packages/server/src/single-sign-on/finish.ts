/** The way back from the identity provider. */
import { isSessionOn, renewSession, startSession } from '../accounts/index.ts';
import { Refusal, writeFor } from '../core.ts';
import type { Session, SessionTable, SsoAttemptTable, SsoProviderTable } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { linkIdentity } from '../identities/index.ts';
import { endPointless } from '../invitations/index.ts';
import { isActiveOrgAdmin, isMemberActive } from '../members/index.ts';
import { findOrganization } from '../organizations/index.ts';
import { deleteAttempt, isAttempt, useAttempt } from './attempts.ts';
import type { SsoDeps } from './deps.ts';
import { findMember } from './find-member.ts';
import { SsoProblem, type SsoProblemCode } from './problems.ts';
import { isOtherProvider, providerRow } from './provider-rows.ts';
import { recordProof, recordRefusal } from './record.ts';
import { redeem, type Vouched } from './redeem.ts';
import { redirectUri } from './redirect-uri.ts';

/** A session that has never been proven: the provider does not say when the person signed in there. */
const NEVER = '1970-01-01T00:00:00.000Z';

export interface Answer {
  /** Id, as the redirect URI has it. */
  readonly organization: string;
  /** As it came. */
  readonly query: URLSearchParams;
  /** The cookie of the browser. */
  readonly browser: string | undefined;
  /** Who is signed in in this browser now, if anybody is. */
  readonly who: { readonly memberId: string; readonly session: SessionTable } | undefined;
  readonly client: { readonly address: string; readonly userAgent: string };
  readonly requestId: string;
  /** Without trailing slash. */
  readonly publicUrl: string;
}

export type Finished =
  /** The value is that of the session's cookie; undefined leaves it as it is. */
  | { readonly kind: 'done'; readonly value: string | undefined; readonly returnPath: string }
  | { readonly kind: 'problem'; readonly code: SsoProblemCode; readonly slug: string | undefined };

export interface Arrived {
  readonly row: SsoProviderTable;
  readonly attempt: SsoAttemptTable;
  readonly vouched: Vouched;
}

/**
 * Accepts the invitation of a way in its unit of work; what is above this folder knows how.
 *
 * @returns The value of the session's cookie. @throws SsoProblem
 */
export type Join = (
  session: Session,
  answer: Answer,
  arrived: Arrived,
  at: string,
) => Promise<string>;

/** Ends a way: signed in, proven, linked, joined, or a problem that is recorded where it can be. */
export async function finishSso(deps: SsoDeps, answer: Answer, join: Join): Promise<Finished> {
  const organization = await findOrganization(deps.reader, answer.organization).catch(notThere);
  // By its id alone, as providers are told: who tries short names must not learn which organisations there are.
  if (organization?.id !== answer.organization) {
    return { kind: 'problem', code: 'unsolicited', slug: undefined };
  }
  const { id: organizationId, slug } = organization;
  const states = answer.query.getAll('state');
  const [state = ''] = states.length === 1 ? states : [];
  if (!(await isAttempt(deps.reader, organizationId, state))) {
    return { kind: 'problem', code: 'unsolicited', slug };
  }
  const at = deps.clock().toISOString();
  const attempt = await writeFor(deps, { organizationId }, (session) =>
    useAttempt(session, organizationId, { state, browser: answer.browser }, at),
  );
  // Anybody can send what nobody began, so that is not written down for ever.
  if (attempt instanceof SsoProblem) return { kind: 'problem', code: attempt.code, slug };
  try {
    if (organization.suspendedAt !== null) throw new SsoProblem('suspended');
    const row = await sameProvider(deps, attempt);
    const way = { state, browser: answer.browser ?? '' };
    const url = new URL(redirectUri(answer.publicUrl, organizationId));
    url.search = answer.query.toString();
    const vouched = await redeem(deps, row, attempt, { way, url });
    const value = await writeFor(deps, { organizationId }, (session) =>
      enter(session, deps, answer, { row, attempt, vouched }, join),
    );
    return { kind: 'done', value, returnPath: attempt.return_path };
  } catch (error) {
    if (!(error instanceof SsoProblem)) throw error;
    await recordRefusal(deps, attempt, error, answer.requestId);
    return { kind: 'problem', code: error.code, slug };
  }
}

function notThere(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}

/** The code must go to nobody but the provider that was asked. @throws SsoProblem `disabled`. */
async function sameProvider(deps: SsoDeps, attempt: SsoAttemptTable): Promise<SsoProviderTable> {
  const row = await providerRow(deps.reader, attempt.organization_id);
  const isSame = row?.id === attempt.provider_id && row.issuer === attempt.issuer;
  if (row === undefined || !isSame || row.is_enabled === 0) throw new SsoProblem('disabled');
  return row;
}

/** Somebody may have been deactivated, and the provider turned off, while it was asked. */
async function enter(
  session: Session,
  deps: SsoDeps,
  answer: Answer,
  { row, attempt, vouched }: Arrived,
  join: Join,
): Promise<string | undefined> {
  const present = await providerRow(session, row.organization_id);
  if (present?.is_enabled !== 1 || isOtherProvider(present, row)) throw new SsoProblem('disabled');
  const arrived: Arrived = { row: present, attempt, vouched };
  await deleteAttempt(session, attempt);
  const at = deps.clock().toISOString();
  switch (attempt.purpose) {
    case 'sign-in':
      return signIn(session, answer, arrived, at);
    case 'prove':
      return prove(session, answer, arrived, at);
    case 'link':
      return link(session, answer, arrived, at);
    case 'invitation':
      return join(session, answer, arrived, at);
  }
}

async function signIn(
  session: Session,
  { client, requestId }: Answer,
  { row, vouched }: Arrived,
  at: string,
): Promise<string> {
  const { organization_id: organizationId, issuer } = row;
  const { subject } = vouched;
  const found = await findMember(session, row, subject);
  if (found === undefined) throw new SsoProblem('unknown', { issuer, subject });
  const { memberId } = found;
  await checkActive(session, organizationId, memberId);
  const isByKey = !found.isLinked;
  // Whoever may push users could otherwise be an Org Admin by writing a key of their own.
  if (isByKey && (await isActiveOrgAdmin(session, organizationId, memberId))) {
    throw new SsoProblem('unknown', {
      reason: 'Org Admins are linked by a person',
      issuer,
      subject,
    });
  }
  const context = contextOf(organizationId, memberId, requestId, at);
  // One that was linked while the provider was turned off left the invitation open.
  if (!isByKey) await endPointless(session, context, memberId);
  else {
    await linkIdentity(session, context, { memberId, issuer, subject, by: 'externalId' });
  }
  const started = { organizationId, memberId, at, ...client, requestId };
  return startSession(session, { ...started, ...vouchedSession(row, vouched, at) });
}

/** What a session is that a provider vouches for. @throws SsoProblem `rejected` when it is over already. */
export function vouchedSession(row: SsoProviderTable, vouched: Vouched, at: string) {
  const ends = row.honours_session_expiry === 1 ? vouched.sessionEndsAt : undefined;
  if (ends !== undefined && ends <= at)
    throw new SsoProblem('rejected', { reason: 'session_expiry' });
  return {
    // An organisation's provider vouches for its member, never for the account, which may lead elsewhere.
    accountId: null,
    method: 'oidc',
    provenAt: vouched.signedInAt ?? NEVER,
    endsBy: ends,
  } as const;
}

async function prove(
  session: Session,
  { who, requestId }: Answer,
  { row, attempt, vouched }: Arrived,
  at: string,
): Promise<string> {
  const { organization_id: organizationId } = row;
  const memberId = await sameMember(who, attempt);
  const found = await findMember(session, row, vouched.subject);
  if (found?.memberId !== memberId || !found.isLinked)
    throw new SsoProblem('other-session', { memberId });
  const value = who && (await renewSession(session, who.session, at));
  if (value === undefined) throw new SsoProblem('other-session', { memberId });
  const context = contextOf(organizationId, memberId, requestId, at);
  await recordProof(session, context, memberId, who?.session.id ?? '');
  return value;
}

async function link(
  session: Session,
  { who, requestId }: Answer,
  { row, attempt, vouched }: Arrived,
  at: string,
): Promise<undefined> {
  const { organization_id: organizationId, issuer } = row;
  const memberId = await sameMember(who, attempt);
  await checkActive(session, organizationId, memberId);
  // Signed out while the provider was asked: whoever goes on is not the one who signed out.
  if (who === undefined || !(await isSessionOn(session, who.session, at))) {
    throw new SsoProblem('other-session', { memberId });
  }
  const { subject } = vouched;
  const context = contextOf(organizationId, memberId, requestId, at);
  try {
    await linkIdentity(session, context, { memberId, issuer, subject, by: 'member' });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'conflict') {
      throw new SsoProblem('taken', { memberId, issuer, subject }, error);
    }
    throw error;
  }
}

/** Who began it is signed in, in this browser, still. @throws SsoProblem `other-session`. */
async function sameMember(who: Answer['who'], { member_id }: SsoAttemptTable): Promise<string> {
  if (who === undefined || who.memberId !== member_id) throw new SsoProblem('other-session');
  return who.memberId;
}

async function checkActive(
  session: Session,
  organization: string,
  memberId: string,
): Promise<void> {
  if (await isMemberActive(session, organization, memberId)) return;
  throw new SsoProblem('inactive', { memberId });
}

function contextOf(
  organizationId: string,
  memberId: string,
  requestId: string,
  at: string,
): ChangeContext {
  return { organizationId, actor: { kind: 'member', id: memberId }, requestId, at };
}
