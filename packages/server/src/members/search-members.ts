/** Members as Org Admins look for them: by how a name or an address begins, and by what they are. */
import { setImmediate as turn } from 'node:timers/promises';
import { fold } from '@rollcall/scim';
import { type RawBuilder, sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { compileSql, type LinkTable, type MemberTable, query, type Session } from '../db/index.ts';
import { complete } from './find-members.ts';
import type { Member } from './members.ts';

type Sql = RawBuilder<unknown>;

/** Members looked at by one statement, where a filter has no index: some milliseconds. */
const PIECE_ROWS = 2000;
/** Pieces looked through for one page; it says where to go on. */
const PIECES_MAX = 50;
/** The last of all characters: what begins with a text lies before the text with it behind. */
const LAST = '\u{10FFFF}';

export interface MemberSearch {
  /** How a name, an address or a user name begins, in whatever letters. */
  readonly text?: string | undefined;
  readonly active?: boolean | undefined;
  readonly orgAdmin?: boolean | undefined;
  /** Made here, or by an identity provider; a member may be both. */
  readonly source?: 'local' | 'provisioned' | undefined;
  /** Whether they have a way to sign in. */
  readonly canSignIn?: boolean | undefined;
  /** Id of the last member looked at; empty for the first page. */
  readonly after: string;
  /** 1 to 1000. */
  readonly limit: number;
}

export interface ListedMember extends Member {
  /** Has an account, or is known by single sign-on. */
  readonly canSignIn: boolean;
}

export interface MembersPage {
  /** In the order in which they came. */
  readonly members: readonly ListedMember[];
  readonly next: string | null;
}

type Past = Pick<LinkTable, 'user_name_key' | 'email' | 'display_name'>;
type Row = MemberTable & { readonly can_sign_in: number };

const selectPast = query<{ organization: string; member: string }>()((db, p) =>
  db
    .selectFrom('link')
    .select(['member_id', 'user_name_key', 'email', 'display_name'])
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member'))
    .orderBy('ended_at', 'desc'),
);

/** A page of those that are wanted. It may have fewer than asked for, and more to come. */
export async function searchMembers(
  session: Session,
  organizationId: string,
  search: MemberSearch,
): Promise<MembersPage> {
  const organization = requireOrganizationId(organizationId);
  const ask = <R>(statement: Sql) =>
    session.dynamic<R>(compileSql(statement, session.dialect), organization);
  const { text, limit } = search;
  if (text !== undefined) {
    const rows = await ask<Row>(select(organization, search, named(session, organization, search)));
    const next = rows.length < limit ? null : (rows.at(-1)?.id ?? null);
    return { members: await listed(session, organization, rows), next };
  }
  const rows: Row[] = [];
  let { after } = search;
  // They are few, and have an index.
  const few = search.orgAdmin === true ? sql`and is_org_admin = ${sql.lit(1)}` : sql``;
  for (let pieces = 0; pieces < PIECES_MAX; pieces++) {
    const piece = sql`(select * from member where organization_id = ${organization}
      and id > ${after} ${few} order by id limit ${sql.lit(PIECE_ROWS)}) m`;
    rows.push(
      ...(await ask<Row>(select(organization, { ...search, limit: limit - rows.length }, piece))),
    );
    const last = rows.at(-1);
    if (rows.length >= limit && last !== undefined) {
      return { members: await listed(session, organization, rows), next: last.id };
    }
    const [end] = await ask<{ id: string | null; looked: number }>(
      sql`select max(m.id) as id, count(*) as looked from ${piece}`,
    );
    if (!end?.id || Number(end.looked) < PIECE_ROWS) {
      return { members: await listed(session, organization, rows), next: null };
    }
    after = end.id;
    await turn();
  }
  return { members: await listed(session, organization, rows), next: after };
}

function select(organization: string, search: MemberSearch, from: Sql): Sql {
  const conditions = [sql`true`, ...conditionsOf(organization, search)];
  return sql`select m.*, case when ${canSignIn(organization)} then 1 else 0 end as can_sign_in
    from ${from} where ${sql.join(conditions, sql` and `)}
    order by m.id limit ${sql.lit(search.limit)}`;
}

/** The members that a text leads to, by one look into each index. */
function named(
  { dialect }: Session,
  organization: string,
  { text = '', after }: MemberSearch,
): Sql {
  const key = fold(text);
  const name = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const begins = (column: Sql, start: string) =>
    sql`organization_id = ${organization} and ${column} >= ${start} and ${column} < ${start + LAST}`;
  // As the indexes have it.
  const lowerName = sql`lower(substr(display_name, 1, 200))`;
  // The embedded database would rather go through all members in the order of their ids.
  const members = (index: string) => sql`select id from member ${dialect.indexedBy(index)}`;
  const links = (index: string) =>
    sql`select member_id as id from link ${dialect.indexedBy(index)}`;
  return sql`(select id from (
      ${members('member_email')} where ${begins(sql`email_key`, key)}
      union ${members('member_name')} where ${begins(lowerName, name)}
      union ${links('link_user_name')} where ${begins(sql`user_name_key`, key)}
      union ${links('link_email')} where ${begins(sql`email_key`, key)}
      union ${links('link_name')} where ${begins(lowerName, name)}
    ) found where id > ${after}) f
    ${dialect.joinInOrder('member', 'm', sql`m.organization_id = ${organization} and m.id = f.id`)}`;
}

const canSignIn = (organization: string) => sql`(exists (select 1 from account_member a
    where a.organization_id = ${organization} and a.member_id = m.id)
  or exists (select 1 from sso_identity i
    where i.organization_id = ${organization} and i.member_id = m.id))`;

function conditionsOf(organization: string, search: MemberSearch): Sql[] {
  const { active, orgAdmin, source } = search;
  const users = sql`select 1 from link l where l.organization_id = ${organization}
    and l.member_id = m.id`;
  const isActive = sql`(m.is_local = 1 and m.is_enabled = 1
    or exists (${users} and l.is_active = 1))`;
  const is = (wanted: boolean | undefined, what: Sql) =>
    wanted === undefined ? [] : [wanted ? what : sql`not ${what}`];
  return [
    ...is(active, isActive),
    ...is(search.canSignIn, canSignIn(organization)),
    ...(orgAdmin === undefined ? [] : [sql`m.is_org_admin = ${sql.lit(orgAdmin ? 1 : 0)}`]),
    ...(source === 'local' ? [sql`m.is_local = 1`] : []),
    ...(source === 'provisioned' ? [sql`exists (${users} and l.ended_at is null)`] : []),
  ];
}

async function listed(
  session: Session,
  organization: string,
  rows: readonly Row[],
): Promise<ListedMember[]> {
  const members = await complete(session, organization, rows);
  const nameless = members.filter(({ email, displayName }) => !email && !displayName);
  const past = await session.each(
    selectPast,
    nameless.map(({ id }) => ({ organization, member: id })),
  );
  const known = Map.groupBy(past, ({ member_id }) => member_id ?? '');
  return members.map((member, index) => ({
    ...withPastName(member, known.get(member.id)?.[0]),
    canSignIn: rows[index]?.can_sign_in === 1,
  }));
}

/** Whoever was deleted at the identity provider is still called what they were called there. */
function withPastName(member: Member, past: Past | undefined): Member {
  if (past === undefined) return member;
  const { email, display_name, user_name_key } = past;
  return { ...member, email, displayName: display_name ?? (email === null ? user_name_key : null) };
}
