/** Sessions that are there: looked up for every request, listed, renewed and ended one by one. */
import { sql } from 'kysely';
import { query, rawQuery, type Session, type SessionTable } from '../db/index.ts';
import { digestOf, newSecret } from './secrets.ts';

/** A session that nobody used so long is over, milliseconds. */
const IDLE_MS = 30 * 60_000;
/** How often it is noted that a session is used, milliseconds. */
const SEEN_MS = 60_000;
/** How long ago somebody may have proven to be the one, milliseconds, for what needs it again. */
const PROVEN_MS = 10 * 60_000;

/** A session as its owner and Org Admins see it. */
export interface ShownSession {
  readonly id: string;
  readonly organizationId: string;
  readonly memberId: string;
  readonly method: SessionTable['method'];
  readonly createdAt: string;
  /** To the minute. */
  readonly seenAt: string;
  readonly expiresAt: string;
  readonly address: string;
  readonly userAgent: string;
}

const byDigest = query<{ digest: Uint8Array }>()((db, p) =>
  db.selectFrom('session').selectAll().where('digest', '=', p('digest')),
);

const ofAccount = query<{ account: string; at: string; idle: string }>()((db, p) =>
  db
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', p('account'))
    .where('expires_at', '>', p('at'))
    .where('seen_at', '>', p('idle'))
    .orderBy('id'),
);

const ofMember = query<{ organization: string; member: string; at: string; idle: string }>()(
  (db, p) =>
    db
      .selectFrom('session')
      .selectAll()
      .where('organization_id', '=', p('organization'))
      .where('member_id', '=', p('member'))
      .where('expires_at', '>', p('at'))
      .where('seen_at', '>', p('idle'))
      .orderBy('id'),
);

const ofOrganization = query<{ organization: string; at: string; idle: string }>()((db, p) =>
  db
    .selectFrom('session')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('expires_at', '>', p('at'))
    .where('seen_at', '>', p('idle'))
    .orderBy('id'),
);

const setSeen = query<{ digest: Uint8Array; at: string }>()((db, p) =>
  db
    .updateTable('session')
    .set({ seen_at: p('at') })
    .where('digest', '=', p('digest')),
);

const setDigest = query<{
  digest: Uint8Array;
  fresh: Uint8Array;
  proven: string;
  account: string | null;
}>()((db, p) =>
  db
    .updateTable('session')
    .set({ digest: p('fresh'), proven_at: p('proven'), account_id: p('account') })
    .where('digest', '=', p('digest')),
);

const deleteOne = query<{ digest: Uint8Array }>()((db, p) =>
  db.deleteFrom('session').where('digest', '=', p('digest')),
);

const deleteOld = rawQuery<{ at: string; idle: string }>()(
  (p) => sql`delete from session where expires_at <= ${p('at')} or seen_at <= ${p('idle')}`,
);

/** The session of a cookie's value; undefined when there is none, or it is over. */
export async function findSession(
  session: Session,
  value: string,
  at: string,
): Promise<SessionTable | undefined> {
  const row = await session.first(byDigest, { digest: digestOf(value) });
  return row !== undefined && row.expires_at > at && row.seen_at > idleSince(at) ? row : undefined;
}

/** Those of an account in all organisations, oldest first. */
export async function sessionsOfAccount(
  session: Session,
  account: string,
  at: string,
): Promise<SessionTable[]> {
  return session.all(ofAccount, { account, at, idle: idleSince(at) });
}

/** Those of a member, oldest first. */
export async function sessionsOfMember(
  session: Session,
  organization: string,
  member: string,
  at: string,
): Promise<SessionTable[]> {
  return session.all(ofMember, { organization, member, at, idle: idleSince(at) });
}

/** Those of all members of an organisation, oldest first. */
export async function sessionsOfOrganization(
  session: Session,
  organization: string,
  at: string,
): Promise<SessionTable[]> {
  return session.all(ofOrganization, { organization, at, idle: idleSince(at) });
}

/** When a session is over unless it is used. */
export function idleEnd({ seen_at }: Pick<SessionTable, 'seen_at'>): string {
  return new Date(Date.parse(seen_at) + IDLE_MS).toISOString();
}

/** Whether it is time to note that a session is used. */
export function isSeenLongAgo({ seen_at }: Pick<SessionTable, 'seen_at'>, at: string): boolean {
  return Date.parse(at) - Date.parse(seen_at) >= SEEN_MS;
}

/** Whether the person has proven to be the one a moment ago. */
export function isProven({ proven_at }: Pick<SessionTable, 'proven_at'>, at: string): boolean {
  return Date.parse(at) - Date.parse(proven_at) <= PROVEN_MS;
}

export async function noteSeen(session: Session, digest: Uint8Array, at: string): Promise<void> {
  await session.send(setSeen, { digest, at });
}

/**
 * Gives a session another cookie, now that its owner has proven to be the one.
 *
 * @returns The new value; undefined when the session has ended.
 */
export async function renewSession(
  session: Session,
  { digest, account_id: account }: Pick<SessionTable, 'digest' | 'account_id'>,
  at: string,
): Promise<string | undefined> {
  const value = newSecret();
  const renewed = { digest, fresh: digestOf(value), proven: at, account };
  return (await session.run(setDigest, renewed)) === 0 ? undefined : value;
}

/** @returns Whether it was still there. */
export async function endSession(session: Session, digest: Uint8Array): Promise<boolean> {
  return (await session.run(deleteOne, { digest })) > 0;
}

/** Whether a session that was looked up before is on still; its cookie may be another one by now. */
export async function isSessionOn(
  session: Session,
  { digest }: Pick<SessionTable, 'digest'>,
  at: string,
): Promise<boolean> {
  const row = await session.first(byDigest, { digest });
  return row !== undefined && row.expires_at > at;
}

/** Removes what is over. */
export async function deleteOldSessions(session: Session, at: string): Promise<void> {
  await session.send(deleteOld, { at, idle: idleSince(at) });
}

export function shown(row: SessionTable): ShownSession {
  return {
    id: row.id,
    organizationId: row.organization_id,
    memberId: row.member_id,
    method: row.method,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    userAgent: row.user_agent,
  };
}

function idleSince(at: string): string {
  return new Date(Date.parse(at) - IDLE_MS).toISOString();
}
