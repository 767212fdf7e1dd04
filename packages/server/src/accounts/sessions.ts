/**
 * Sessions: somebody who is signed in, as one member of one organisation. What the browser holds is random;
 * the database has only its digest.
 */
import { randomUUIDv7 } from 'node:crypto';
import { requireOrganizationId } from '../core.ts';
import { query, type Session, type SessionTable, type SignInMethod } from '../db/index.ts';
import { recordChange } from '../events/index.ts';
import { digestOf, newSecret } from './secrets.ts';

/** A session ends so long after it began, milliseconds, whatever was done in it. */
const LIFE_MS = 12 * 3_600_000;
/** What is kept of what a browser says of itself, characters. */
const USER_AGENT_LENGTH = 200;
/** What is kept of the address of a client, characters. */
const ADDRESS_LENGTH = 64;

export interface NewSession {
  readonly organizationId: string;
  readonly memberId: string;
  readonly accountId: string | null;
  readonly method: SignInMethod;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  /** Of the client, as `http/client-address.ts` has it. */
  readonly address: string;
  readonly userAgent: string;
  readonly requestId?: string | undefined;
  /** Of the session that this one goes on from, which makes it neither longer nor fresher. */
  readonly from?: Pick<SessionTable, 'proven_at' | 'expires_at'>;
  /** When the person proved to be the one, where that was before now. */
  readonly provenAt?: string;
  /** An end before its own, where whoever vouches for the person says so. */
  readonly endsBy?: string | undefined;
}

const insert = query<{
  digest: Uint8Array;
  id: string;
  organization: string;
  member: string;
  account: string | null;
  method: SignInMethod;
  at: string;
  proven: string;
  expires: string;
  address: string;
  agent: string;
}>()((db, p) =>
  db.insertInto('session').values({
    digest: p('digest'),
    id: p('id'),
    organization_id: p('organization'),
    member_id: p('member'),
    account_id: p('account'),
    method: p('method'),
    created_at: p('at'),
    seen_at: p('at'),
    proven_at: p('proven'),
    expires_at: p('expires'),
    address: p('address'),
    user_agent: p('agent'),
  }),
);

const deleteOfMember = query<{ organization: string; member: string; except: Uint8Array }>()(
  (db, p) =>
    db
      .deleteFrom('session')
      .where('organization_id', '=', p('organization'))
      .where('member_id', '=', p('member'))
      .where('digest', '!=', p('except')),
);

const deleteOfAccount = query<{ account: string; except: Uint8Array }>()((db, p) =>
  db
    .deleteFrom('session')
    .where('account_id', '=', p('account'))
    .where('digest', '!=', p('except')),
);

const NO_DIGEST = new Uint8Array();

/**
 * Signs somebody in; the caller has made sure that the member is active. Call it inside a unit of work.
 *
 * @returns The value of the cookie, which is kept nowhere.
 */
export async function startSession(session: Session, started: NewSession): Promise<string> {
  const organization = requireOrganizationId(started.organizationId);
  const { memberId, accountId, method, at, from, endsBy } = started;
  const end = from?.expires_at ?? new Date(Date.parse(at) + LIFE_MS).toISOString();
  const value = newSecret();
  const address = started.address.slice(0, ADDRESS_LENGTH);
  const agent = started.userAgent.slice(0, USER_AGENT_LENGTH);
  const id = randomUUIDv7();
  await session.send(insert, {
    digest: digestOf(value),
    id,
    organization,
    member: memberId,
    account: accountId,
    method,
    at,
    proven: from?.proven_at ?? started.provenAt ?? at,
    expires: endsBy !== undefined && endsBy < end ? endsBy : end,
    address,
    agent,
  });
  await recordChange(
    session,
    {
      organizationId: organization,
      actor: { kind: 'member', id: memberId },
      requestId: started.requestId,
      at,
    },
    {
      type: 'session.started',
      subjectType: 'Member',
      subjectId: memberId,
      data: { sessionId: id, method },
      detail: { address, userAgent: agent },
    },
  );
  return value;
}

/** Signs a member out everywhere; part of the unit of work that ends its access. */
export async function signOutMember(
  session: Session,
  organization: string,
  member: string,
): Promise<void> {
  await session.send(deleteOfMember, { organization, member, except: NO_DIGEST });
}

/**
 * The same for who wants to know how many sessions there were.
 *
 * @param exceptDigest Of the session that goes on.
 * @returns How many.
 */
export async function endSessionsOfMember(
  session: Session,
  organizationId: string,
  memberId: string,
  exceptDigest: Uint8Array = NO_DIGEST,
): Promise<number> {
  const organization = requireOrganizationId(organizationId);
  return session.run(deleteOfMember, { organization, member: memberId, except: exceptDigest });
}

/**
 * Signs an account out of all organisations.
 *
 * @param exceptDigest Of the session that goes on.
 * @returns How many.
 */
export async function endSessionsOfAccount(
  session: Session,
  accountId: string,
  exceptDigest: Uint8Array = NO_DIGEST,
): Promise<number> {
  return session.run(deleteOfAccount, { account: accountId, except: exceptDigest });
}
