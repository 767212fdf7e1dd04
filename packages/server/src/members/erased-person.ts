/** All that tells of one person: rows, and the words that other rows may have of them. */
import { sql } from 'kysely';
import { wordsOfAccount } from '../accounts/index.ts';
import { Refusal } from '../core.ts';
import { query, rawQuery, type Session } from '../db/index.ts';
import { identitiesOf } from '../identities/index.ts';
import { invitationsOfPerson } from '../invitations/index.ts';
import { type Claim, listClaims } from './claims.ts';

export interface Person {
  readonly id: string;
  readonly isOrgAdmin: boolean;
  /** Users that were deleted. */
  readonly userIds: readonly string[];
  /** Users that still exist. */
  readonly liveUserIds: readonly string[];
  /** About its users, or with the member among their candidates. */
  readonly claims: readonly Claim[];
  /** Ids of its invitations, and of those to its addresses. */
  readonly invitationIds: readonly string[];
  /** Of its identities at identity providers. */
  readonly identityIds: readonly string[];
  /** Names and addresses. */
  readonly words: readonly string[];
}

const selectMember = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select(['email', 'email_key', 'display_name', 'application_user_id', 'is_org_admin'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

interface LinkRow {
  readonly user_id: string;
  readonly user_name_key: string;
  readonly email: string | null;
  readonly email_key: string | null;
  readonly display_name: string | null;
  readonly ended_at: string | null;
}

const selectLinks = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('link')
    .select(['user_id', 'user_name_key', 'email', 'email_key', 'display_name', 'ended_at'])
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('id')),
);

/** Users that nobody has linked, with an address or name of the person. One query for each index. */
const selectUnlinked = rawQuery<{ organization: string; key: string }>()(
  (p) => sql<LinkRow>`
    select user_id, user_name_key, email, email_key, display_name, ended_at from link
      where organization_id = ${p('organization')} and user_name_key = ${p('key')}
        and member_id is null
    union
    select user_id, user_name_key, email, email_key, display_name, ended_at from link
      where organization_id = ${p('organization')} and email_key = ${p('key')}
        and member_id is null`,
);

/** @throws Refusal `notFound`. */
export async function personOf(
  session: Session,
  organization: string,
  id: string,
): Promise<Person> {
  const member = await session.first(selectMember, { organization, id });
  if (member === undefined) throw new Refusal('notFound', `There is no member ${id}.`);
  const linked = await session.all(selectLinks, { organization, id });
  const keys = wordsOf([member.email_key, ...linked.flatMap(keysOf)]);
  const unlinked = await session.each(
    selectUnlinked,
    keys.map((key) => ({ organization, key })),
  );
  const links = [...new Map([...linked, ...unlinked].map((link) => [link.user_id, link])).values()];
  const users = new Set(links.map(({ user_id }) => user_id));
  const claims = await listClaims(session, organization, { waitingOnly: false });
  const invitations = await invitationsOfPerson(session, organization, id, keys);
  const identities = await identitiesOf(session, organization, id);
  return {
    id,
    isOrgAdmin: member.is_org_admin === 1,
    userIds: idsOf(links.filter(({ ended_at }) => ended_at !== null)),
    liveUserIds: idsOf(links.filter(({ ended_at }) => ended_at === null)),
    claims: claims.filter(({ userId, candidates }) => users.has(userId) || candidates.includes(id)),
    invitationIds: invitations.map((invitation) => invitation.id),
    identityIds: identities.map((identity) => identity.id),
    words: wordsOf([
      ...[member.email, member.email_key, member.display_name, member.application_user_id],
      ...links.flatMap((link) => [...keysOf(link), link.email, link.display_name]),
      ...invitations.flatMap((invitation) => invitation.words),
      ...(await wordsOfAccount(session, organization, id)),
    ]),
  };
}

function keysOf({ user_name_key, email_key }: LinkRow): (string | null)[] {
  return [user_name_key, email_key];
}

function idsOf(links: readonly LinkRow[]): string[] {
  return links.map(({ user_id }) => user_id);
}

function wordsOf(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.filter((text) => text !== null && text !== ''))] as string[];
}
