/** Members one by one and page by page, for whoever asks who exists. */
import { fold } from '@rollcall/scim';
import { Refusal, requireOrganizationId } from '../core.ts';
import { type MemberTable, query, type Session } from '../db/index.ts';
import { membersMatching } from './candidates.ts';
import type { Member } from './members.ts';

/** Members in a page at most. */
export const MEMBERS_PAGE_MAX = 1000;

type Scope = { readonly organization: string };

const selectPage = query<Scope & { after: string; limit: number }>()((db, p) =>
  db
    .selectFrom('member')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('id', '>', p('after'))
    .orderBy('id')
    .limit(p('limit')),
);

const selectOne = query<Scope & { id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const selectByApplicationUser = query<Scope & { id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('application_user_id', '=', p('id')),
);

const selectLinks = query<Scope & { member: string }>()((db, p) =>
  db
    .selectFrom('link')
    .select(['member_id', 'user_id', 'email', 'display_name', 'is_active'])
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member'))
    .where('ended_at', 'is', null),
);

/** What is known of a user that is linked to a member. */
export interface LinkRow {
  readonly user_id: string;
  readonly email: string | null;
  readonly display_name: string | null;
  readonly is_active: number;
}

/**
 * Members in the order in which they came.
 *
 * @param after Id of the last member of the page before; empty for the first page.
 * @param limit 1 to {@link MEMBERS_PAGE_MAX}.
 */
export async function pageOfMembers(
  session: Session,
  organizationId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Member[]> {
  const organization = requireOrganizationId(organizationId);
  return complete(
    session,
    organization,
    await session.all(selectPage, { organization, after, limit }),
  );
}

/** @throws Refusal `notFound`. */
export async function memberById(
  session: Session,
  organizationId: string,
  id: string,
): Promise<Member> {
  const organization = requireOrganizationId(organizationId);
  const row = await session.first(selectOne, { organization, id });
  const [member] = row === undefined ? [] : await complete(session, organization, [row]);
  if (member === undefined) throw new Refusal('notFound', `There is no member ${id}.`);
  return member;
}

/** The member that the application knows by this id; none or one. */
export async function membersOfApplicationUser(
  session: Session,
  organizationId: string,
  id: string,
): Promise<Member[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectByApplicationUser, { organization, id });
  return complete(session, organization, rows);
}

/** Members whose own address it is, or the address or name of one of their users. */
export async function membersByAddress(
  session: Session,
  organizationId: string,
  address: string,
): Promise<Member[]> {
  const organization = requireOrganizationId(organizationId);
  const ids = await membersMatching(session, organization, [fold(address)]);
  const rows = await session.each(
    selectOne,
    Array.from(ids, (id) => ({ organization, id })),
  );
  return complete(session, organization, rows);
}

/** With what their users lend them. */
export async function complete(
  session: Session,
  organization: string,
  rows: readonly MemberTable[],
): Promise<Member[]> {
  const found = await session.each(
    selectLinks,
    rows.map(({ id }) => ({ organization, member: id })),
  );
  const links = Map.groupBy(found, ({ member_id }) => member_id);
  return rows.map((row) => memberOf(row, links.get(row.id) ?? []));
}

/** One that exists only through users has their address and name. */
export function memberOf(row: MemberTable, users: readonly LinkRow[]): Member {
  const isEnabled = row.is_local === 1 && row.is_enabled === 1;
  return {
    id: row.id,
    email: row.email ?? users[0]?.email ?? null,
    displayName: row.display_name ?? users[0]?.display_name ?? null,
    applicationUserId: row.application_user_id,
    orgAdmin: row.is_org_admin === 1,
    local: row.is_local === 1,
    active: isEnabled || users.some(({ is_active }) => is_active === 1),
    emailProven: row.email_proven_at !== null,
    userIds: users.map(({ user_id }) => user_id),
    createdAt: row.created_at,
  };
}
