/**
 * Somebody accepts an invitation by the organisation's identity provider: the link proves the mailbox, and the
 * provider who it is. Addresses that it may tell are not asked for.
 */
import { Refusal } from '../core.ts';
import type { Session } from '../db/index.ts';
import { identityId, linkIdentity } from '../identities/index.ts';
import { digestOfCode, invitationOfDigest } from '../invitations/index.ts';
import {
  type Arrived,
  type Begun,
  beginSso,
  findMember,
  isSomebodyElse,
  type Join,
  type SsoDeps,
  SsoProblem,
  vouchedSession,
} from '../single-sign-on/index.ts';
import { join } from './join.ts';
import { checkedOpen, type OpenInvitation, openInvitation } from './look.ts';

export interface BeginJoining {
  readonly code: string;
  readonly returnPath: string | undefined;
  /** The cookie of the browser's other ways. */
  readonly browser: string | undefined;
  /** Address that it comes from. */
  readonly client: string;
  /** Without trailing slash. */
  readonly publicUrl: string;
}

/**
 * The way to the provider, which leads back to this invitation alone, in this browser alone.
 *
 * @throws Refusal `notFound` for a link that is not good any more; `invalid` for a path that is not ours.
 * @throws SsoProblem as `beginSso` does.
 */
export async function beginJoining(deps: SsoDeps, { code, ...way }: BeginJoining): Promise<Begun> {
  const { organization } = await openInvitation(deps.reader, code, deps.clock().toISOString());
  return beginSso(deps, {
    ...way,
    organization: organization.id,
    purpose: 'invitation',
    memberId: null,
    codeDigest: digestOfCode(code),
  });
}

/** Accepts it, when the provider has answered: see {@link Join}. */
export const joinVouched: Join = async (session, { client, requestId }, arrived, at) => {
  const { row, vouched } = arrived;
  const { issuer } = row;
  const { subject } = vouched;
  const open = await openOf(session, arrived, at);
  await checkPerson(session, open, arrived);
  const means = {
    link: (context: Parameters<typeof linkIdentity>[1], memberId: string) =>
      linkIdentity(session, context, { memberId, issuer, subject, by: 'invitation' }),
    data: { identity: identityId(issuer, subject) },
    session: vouchedSession(row, vouched, at),
  };
  try {
    return (await join(session, open, { client, requestId, at }, means)).cookie;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new SsoProblem('not-joined', { reason: error.message, issuer, subject }, error);
  }
};

/** Anything may have happened while the provider was asked. @throws SsoProblem `not-invited`. */
async function openOf(session: Session, { attempt }: Arrived, at: string): Promise<OpenInvitation> {
  const { organization_id: organization, code_digest: digest } = attempt;
  const row = await invitationOfDigest(session, organization, digest ?? '', at);
  try {
    return await checkedOpen(session, row);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new SsoProblem('not-invited', {}, error);
  }
}

/**
 * Whoever finds a link and is known to the provider is not therefore the one who was invited.
 *
 * @throws SsoProblem `taken` for who is another member; `other-person` where the provider pushed the one who was
 *   invited, as somebody else.
 */
async function checkPerson(
  session: Session,
  { row: { member_id: memberId } }: OpenInvitation,
  { row, vouched: { subject } }: Arrived,
): Promise<void> {
  const facts = { issuer: row.issuer, subject };
  const known = await findMember(session, row, subject);
  if (known !== undefined && known.memberId !== memberId) throw new SsoProblem('taken', facts);
  if (memberId === null || known !== undefined) return;
  if (await isSomebodyElse(session, row, memberId, subject)) {
    throw new SsoProblem('other-person', facts);
  }
}
