/**
 * Somebody is on the way to an identity provider and back. The state in the address leads to a row; the
 * browser's cookie has to be the one that the row was made for, so that nobody can hand their own answer to
 * somebody else (RFC 9700 §4.7). Nonce and code verifier are made of both and kept nowhere.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { digestOf } from '../accounts/index.ts';
import { query, type Session, type SsoAttemptTable } from '../db/index.ts';
import { SsoProblem } from './problems.ts';

/** How long the way may take, milliseconds: people look for their telephone. */
export const ATTEMPT_MS = 10 * 60_000;
/** Ways from one address that are not at a good end, in that time. An office shares an address. */
export const ATTEMPTS_MAX = 100;
/** 256 bits. */
const SECRET_BYTES = 32;

export type Purpose = SsoAttemptTable['purpose'];

/** What a browser takes along; the database has digests of it. */
export interface Way {
  readonly state: string;
  /** The value of the cookie. */
  readonly browser: string;
}

export type NewAttempt = Pick<
  SsoAttemptTable,
  | 'organization_id'
  | 'provider_id'
  | 'issuer'
  | 'purpose'
  | 'member_id'
  | 'code_digest'
  | 'return_path'
> & {
  /** Where it comes from. */
  readonly client: string;
  readonly at: string;
};

interface Row {
  organization: string;
  digest: Uint8Array;
  provider: string;
  issuer: string;
  purpose: Purpose;
  member: string | null;
  code: string | null;
  browser: Uint8Array;
  client: Uint8Array;
  path: string;
  at: string;
  expires: string;
}

const insert = query<Row>()((db, p) =>
  db.insertInto('sso_attempt').values({
    organization_id: p('organization'),
    digest: p('digest'),
    provider_id: p('provider'),
    issuer: p('issuer'),
    purpose: p('purpose'),
    member_id: p('member'),
    code_digest: p('code'),
    browser: p('browser'),
    client: p('client'),
    return_path: p('path'),
    created_at: p('at'),
    expires_at: p('expires'),
    used_at: null,
  }),
);

const deleteOld = query<{ organization: string; at: string }>()((db, p) =>
  db
    .deleteFrom('sso_attempt')
    .where('organization_id', '=', p('organization'))
    .where('expires_at', '<=', p('at')),
);

const countOfClient = query<{ organization: string; client: Uint8Array }>()((db, p) =>
  db
    .selectFrom('sso_attempt')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organization_id', '=', p('organization'))
    .where('client', '=', p('client')),
);

const selectOne = query<{ organization: string; digest: Uint8Array }>()((db, p) =>
  db
    .selectFrom('sso_attempt')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('digest', '=', p('digest')),
);

const setUsed = query<{ organization: string; digest: Uint8Array; at: string }>()((db, p) =>
  db
    .updateTable('sso_attempt')
    .set({ used_at: p('at') })
    .where('organization_id', '=', p('organization'))
    .where('digest', '=', p('digest'))
    .where('used_at', 'is', null),
);

const deleteOne = query<{ organization: string; digest: Uint8Array }>()((db, p) =>
  db
    .deleteFrom('sso_attempt')
    .where('organization_id', '=', p('organization'))
    .where('digest', '=', p('digest')),
);

/** A value for the state or for the cookie. */
export function newValue(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** What the ID token has to repeat (OpenID Connect Core §3.1.2.1). */
export function nonceOf(way: Way): string {
  return derived('nonce', way);
}

/** RFC 7636 §4.1. */
export function verifierOf(way: Way): string {
  return derived('verifier', way);
}

function derived(what: string, { state, browser }: Way): string {
  return createHmac('sha256', browser).update(`${what} ${state}`).digest('base64url');
}

/**
 * Begins a way, and forgets those that took too long.
 *
 * @throws SsoProblem `too-many`.
 */
export async function insertAttempt(
  session: Session,
  { state, browser }: Way,
  attempt: NewAttempt,
): Promise<void> {
  const { organization_id: organization, at } = attempt;
  const client = digestOf(attempt.client);
  await session.send(deleteOld, { organization, at });
  const row = await session.first(countOfClient, { organization, client });
  if (Number(row?.count ?? 0) >= ATTEMPTS_MAX) throw new SsoProblem('too-many');
  await session.send(insert, {
    organization,
    digest: digestOf(state),
    provider: attempt.provider_id,
    issuer: attempt.issuer,
    purpose: attempt.purpose,
    member: attempt.member_id,
    code: attempt.code_digest,
    browser: digestOf(browser),
    client,
    path: attempt.return_path,
    at,
    expires: new Date(Date.parse(at) + ATTEMPT_MS).toISOString(),
  });
}

/** Whether a state was ever given out. Anybody may send one, and a question costs less than a unit of work. */
export async function isAttempt(
  session: Session,
  organization: string,
  state: string,
): Promise<boolean> {
  const digest = digestOf(state);
  return (await session.first(selectOne, { organization, digest })) !== undefined;
}

/**
 * Uses a way up, whatever then becomes of it: one answer counts. It stays counted until its time is over.
 *
 * @returns A problem (`unsolicited`, `expired`) rather than throwing it: the unit of work has to stay.
 */
export async function useAttempt(
  session: Session,
  organization: string,
  { state, browser }: { readonly state: string; readonly browser: string | undefined },
  at: string,
): Promise<SsoAttemptTable | SsoProblem> {
  const digest = digestOf(state);
  const row = await session.first(selectOne, { organization, digest });
  if (row === undefined) return new SsoProblem('unsolicited');
  if ((await session.run(setUsed, { organization, digest, at })) === 0 || row.expires_at <= at) {
    return new SsoProblem('expired');
  }
  const isOurs = browser !== undefined && Buffer.from(digestOf(browser)).equals(row.browser);
  return isOurs ? row : new SsoProblem('unsolicited');
}

/** A way that came to a good end is not counted. */
export async function deleteAttempt(
  session: Session,
  { organization_id: organization, digest }: SsoAttemptTable,
): Promise<void> {
  await session.send(deleteOne, { organization, digest });
}
