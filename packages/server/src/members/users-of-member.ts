/** The users of identity providers that are linked to a member, as its page shows them. */
import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';

export interface MemberUser {
  readonly id: string;
  readonly connectionId: string;
  /** Name of the connection. */
  readonly connection: string;
  /** Null when its resource is gone. */
  readonly userName: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly active: boolean;
  /** When it was deleted at the identity provider; null while it is there. */
  readonly endedAt: string | null;
}

type Scope = { readonly organization: string };

const selectLinks = query<Scope & { member: string }>()((db, p) =>
  db
    .selectFrom('link')
    .innerJoin('connection', (join) =>
      join
        .onRef('connection.organization_id', '=', 'link.organization_id')
        .onRef('connection.id', '=', 'link.connection_id'),
    )
    .select(['link.user_id', 'link.connection_id', 'connection.name', 'link.email'])
    .select(['link.display_name', 'link.is_active', 'link.ended_at'])
    .where('link.organization_id', '=', p('organization'))
    .where('link.member_id', '=', p('member'))
    .orderBy('link.created_at'),
);

const selectResource = query<Scope & { id: string }>()((db, p) =>
  db
    .selectFrom('resource')
    .select(['id', 'json'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

/** Those that are there, and those that were, oldest first. */
export async function usersOfMember(
  session: Session,
  organizationId: string,
  member: string,
): Promise<MemberUser[]> {
  const organization = requireOrganizationId(organizationId);
  const links = await session.all(selectLinks, { organization, member });
  const resources = await session.each(
    selectResource,
    links.map(({ user_id: id }) => ({ organization, id })),
  );
  const names = new Map(resources.map(({ id, json }) => [id, userNameOf(json)]));
  return links.map((row) => ({
    id: row.user_id,
    connectionId: row.connection_id,
    connection: row.name,
    userName: names.get(row.user_id) ?? null,
    email: row.email,
    displayName: row.display_name,
    active: row.is_active === 1,
    endedAt: row.ended_at,
  }));
}

function userNameOf(json: string): string | null {
  const value: unknown = Reflect.get(Object(JSON.parse(json)), 'userName');
  return typeof value === 'string' ? value : null;
}
