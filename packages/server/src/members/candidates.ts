import { sql } from 'kysely';
import { query, rawQuery, type Session } from '../db/index.ts';
import type { Candidate } from './decide.ts';
import type { LinkedUser } from './linked-user.ts';

/** Members whose own address it is, or the name or address of one of their users. */
const matches = rawQuery<{ organization: string; key: string }>()(
  // One query for each index: a disjunction over both would read neither.
  (p) => sql<{ member_id: string | null }>`
    select id as member_id from member
      where organization_id = ${p('organization')} and email_key = ${p('key')}
    union all select member_id from link
      where organization_id = ${p('organization')} and user_name_key = ${p('key')}
    union all select member_id from link
      where organization_id = ${p('organization')} and email_key = ${p('key')}`,
);

const memberById = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select(['id', 'email_key', 'email_proven_at', 'is_local', 'is_enabled', 'is_org_admin'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const linksOfMember = query<{ organization: string; id: string; connection: string }>()((db, p) =>
  db
    .selectFrom('link')
    .select('ended_at')
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('id'))
    .where('connection_id', '=', p('connection')),
);

/** The members whose own address, or whose users' names or addresses, the user brings. */
export async function findCandidates(
  session: Session,
  scope: { organizationId: string; connectionId: string },
  user: LinkedUser,
): Promise<Candidate[]> {
  const keys = new Set([user.userNameKey, user.emailKey ?? user.userNameKey]);
  const ids = await membersMatching(session, scope.organizationId, [...keys]);
  const candidates: Candidate[] = [];
  for (const id of ids) {
    const candidate = await describe(session, scope, id);
    if (candidate !== undefined) candidates.push(candidate);
  }
  return candidates;
}

/** Members that have one of these as their address, or as the address or name of a user. */
export async function membersMatching(
  session: Session,
  organization: string,
  keys: readonly string[],
): Promise<Set<string>> {
  const found = await session.each(
    matches,
    keys.map((key) => ({ organization, key })),
  );
  const ids = new Set<string>();
  for (const { member_id } of found) if (member_id !== null) ids.add(member_id);
  return ids;
}

async function describe(
  session: Session,
  { organizationId, connectionId }: { organizationId: string; connectionId: string },
  id: string,
): Promise<Candidate | undefined> {
  const member = await session.first(memberById, { organization: organizationId, id });
  if (member === undefined) return undefined;
  const links = await session.all(linksOfMember, {
    organization: organizationId,
    id,
    connection: connectionId,
  });
  return {
    memberId: id,
    isLocal: member.is_local === 1,
    isEnabled: member.is_enabled === 1,
    isOrgAdmin: member.is_org_admin === 1,
    emailKey: member.email_key ?? undefined,
    isEmailProven: member.email_proven_at !== null,
    wasLinkedHere: links.some(({ ended_at }) => ended_at !== null),
    isLinkedHere: links.some(({ ended_at }) => ended_at === null),
  };
}
