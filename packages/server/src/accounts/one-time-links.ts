/**
 * Links that are good once: to set the service up, to sign in when nothing else works, to set a new
 * password. Their code stands behind the `#` of a URL, which browsers send nobody; the database has its
 * digest.
 */
import { sql } from 'kysely';
import { Refusal } from '../core.ts';
import { type OneTimeLinkTable, query, rawQuery, type Session } from '../db/index.ts';
import { digestOf, newSecret } from './secrets.ts';

export type LinkKind = OneTimeLinkTable['kind'];

/** How long a link is good for, milliseconds. */
const LIFE_MS: Readonly<Record<LinkKind, number>> = Object.freeze({
  setup: 24 * 3_600_000,
  admin: 15 * 60_000,
  reset: 60 * 60_000,
});

/** Where the console takes each, behind the public URL. */
const PATHS: Readonly<Record<LinkKind, string>> = Object.freeze({
  setup: '/set-up',
  admin: '/sign-in-link',
  reset: '/reset-password',
});

export interface LinkSubject {
  readonly organizationId: string | null;
  readonly memberId: string | null;
  readonly accountId: string | null;
}

export interface NewLink {
  readonly code: string;
  readonly expiresAt: string;
}

const insert = query<{
  digest: Uint8Array;
  kind: LinkKind;
  about: string | null;
  member: string | null;
  account: string | null;
  at: string;
  expires: string;
}>()((db, p) =>
  db.insertInto('one_time_link').values({
    digest: p('digest'),
    kind: p('kind'),
    organization_id: p('about'),
    member_id: p('member'),
    account_id: p('account'),
    created_at: p('at'),
    expires_at: p('expires'),
    used_at: null,
  }),
);

const byDigest = query<{ digest: Uint8Array; kind: LinkKind }>()((db, p) =>
  db
    .selectFrom('one_time_link')
    .selectAll()
    .where('digest', '=', p('digest'))
    .where('kind', '=', p('kind')),
);

const setUsed = query<{ digest: Uint8Array; at: string }>()((db, p) =>
  db
    .updateTable('one_time_link')
    .set({ used_at: p('at') })
    .where('digest', '=', p('digest'))
    .where('used_at', 'is', null),
);

const deleteOfAccount = query<{ account: string }>()((db, p) =>
  db.deleteFrom('one_time_link').where('account_id', '=', p('account')),
);

const deleteOfMember = query<{ organization: string; member: string }>()((db, p) =>
  db
    .deleteFrom('one_time_link')
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member')),
);

const deleteOld = rawQuery<{ at: string }>()(
  (p) => sql`delete from one_time_link where expires_at <= ${p('at')}`,
);

/** Makes a link; only the answer has its code. */
export async function newLink(
  session: Session,
  kind: LinkKind,
  { organizationId, memberId, accountId }: LinkSubject,
  at: string,
): Promise<NewLink> {
  const code = newSecret();
  const expiresAt = new Date(Date.parse(at) + LIFE_MS[kind]).toISOString();
  await session.send(insert, {
    digest: digestOf(code),
    kind,
    about: organizationId,
    member: memberId,
    account: accountId,
    at,
    expires: expiresAt,
  });
  return { code, expiresAt };
}

/** @param publicUrl Without trailing slash; from the settings, never from a request. */
export function linkUrl(publicUrl: string, kind: LinkKind, { code }: NewLink): string {
  return `${publicUrl}${PATHS[kind]}#${code}`;
}

/** What a code is good for. @throws Refusal `refused` when it is wrong, was used, or is too old. */
export async function findLink(
  session: Session,
  kind: LinkKind,
  code: string,
  at: string,
): Promise<OneTimeLinkTable> {
  const link = await session.first(byDigest, { digest: digestOf(code), kind });
  if (link === undefined || link.used_at !== null || link.expires_at <= at) throw spent();
  return link;
}

/** Uses a link up, inside the unit of work that it is good for. @throws Refusal `refused`. */
export async function useLink(
  session: Session,
  { digest }: Pick<OneTimeLinkTable, 'digest'>,
  at: string,
): Promise<void> {
  if ((await session.run(setUsed, { digest, at })) === 0) throw spent();
}

/** The same for a link that was never there, so that nothing can be learned from it. */
export function spent(): Refusal {
  return new Refusal(
    'refused',
    'This link is not good any more: it was used, it is too old, or a part of it is missing. Ask for a ' +
      'new one.',
  );
}

export async function endLinksOfAccount(session: Session, account: string): Promise<void> {
  await session.send(deleteOfAccount, { account });
}

export async function endLinksOfMember(
  session: Session,
  organization: string,
  member: string,
): Promise<void> {
  await session.send(deleteOfMember, { organization, member });
}

/** Removes what is too old. */
export async function deleteOldLinks(session: Session, at: string): Promise<void> {
  await session.send(deleteOld, { at });
}
