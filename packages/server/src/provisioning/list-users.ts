/** The users that identity providers have pushed, page by page, for Org Admins. */
import { fold } from '@rollcall/scim';
import { sql } from 'kysely';
import { listConnections } from '../connections/index.ts';
import { Refusal, requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';
import { pageByPrefix } from './prefix-pages.ts';
import { userQueries, userRows } from './user-queries.ts';

/** Users in a page at most. */
export const USERS_PAGE_MAX = 500;
/** Claims that are looked at; whoever lets more wait has other worries than paging. */
const WAITING_MAX = 1000;

export interface ListedUser {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string | null;
  readonly userName: string;
  readonly active: boolean;
  /** Null while it waits for a claim. */
  readonly memberId: string | null;
  /** Null also for a member that has no name of its own. */
  readonly memberName: string | null;
  /** The claim that it waits for. */
  readonly claimId: string | null;
  /** Groups that it is in directly. */
  readonly groups: number;
  readonly modifiedAt: string;
}

export interface UserSearch {
  /** What a name, userName or e-mail address begins with. */
  readonly search: string;
  readonly status?: 'active' | 'inactive' | 'waiting' | undefined;
  /** Id. */
  readonly connection?: string | undefined;
  readonly after: string;
  readonly limit: number;
}

const selectWaiting = rawQuery<{ organization: string; limit: number }>()(
  (p, d) => sql<{
    id: string;
    connection_id: string;
    display_key: string | null;
    user_name_key: string | null;
  }>`
    select r.id, r.connection_id, r.display_key, r.user_name_key from claim c
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = c.organization_id and r.id = c.user_id`)}
      where c.organization_id = ${p('organization')} and c.decided_at is null
      order by c.id limit ${p('limit')}`,
);

/** @throws Refusal `notFound` for a connection that is not there. */
export async function listUsers(
  session: Session,
  organizationId: string,
  asked: UserSearch,
): Promise<{ readonly users: ListedUser[]; readonly next: string | null }> {
  const organization = requireOrganizationId(organizationId);
  const connectionIds = await chosenConnections(session, organization, asked.connection);
  const { search, status, after } = asked;
  const limit = Math.min(asked.limit, USERS_PAGE_MAX);
  const { ids, next } =
    status === 'waiting'
      ? { ids: await waiting(session, organization, connectionIds, search), next: null }
      : await pageByPrefix(session, organization, {
          ...{ queries: userQueries(status, search !== ''), more: {} },
          ...{ connectionIds, search, after, limit },
        });
  const rows = await userRows(session, organization, ids);
  const users = rows.map((row): ListedUser => {
    const { userName, displayName, name } = Object(JSON.parse(row.json));
    const formatted = typeof name === 'object' && name !== null ? name.formatted : undefined;
    return {
      id: row.id,
      connectionId: row.connection_id,
      name: displayName ?? formatted ?? null,
      userName: String(userName),
      active: row.is_active === 1,
      memberId: row.member_id,
      memberName: row.member_name,
      claimId: row.claim_id,
      groups: Number(row.groups),
      modifiedAt: row.modified_at,
    };
  });
  return { users, next };
}

/** Ids of all, or of the one that is named. @throws Refusal `notFound`. */
export async function chosenConnections(
  session: Session,
  organization: string,
  wanted: string | undefined,
): Promise<string[]> {
  const ids = (await listConnections(session, organization)).map(({ id }) => id);
  if (wanted === undefined) return ids;
  if (ids.includes(wanted)) return [wanted];
  throw new Refusal('notFound', `There is no connection ${wanted}.`);
}

async function waiting(
  session: Session,
  organization: string,
  connectionIds: readonly string[],
  search: string,
): Promise<string[]> {
  const prefix = fold(search);
  const rows = await session.all(selectWaiting, { organization, limit: WAITING_MAX });
  return rows
    .filter(({ connection_id }) => connectionIds.includes(connection_id))
    .filter((row) =>
      [row.display_key, row.user_name_key].some((key) => key?.startsWith(prefix) ?? false),
    )
    .map(({ id }) => id);
}
