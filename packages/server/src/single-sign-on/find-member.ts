import { query, type Session, type SsoProviderTable } from '../db/index.ts';
import { memberOfIdentity } from '../identities/index.ts';

const selectUsers = query<{ organization: string; connection: string; externalId: string }>()(
  (db, p) =>
    db
      .selectFrom('resource')
      .leftJoin('link', (join) =>
        join
          .onRef('link.organization_id', '=', 'resource.organization_id')
          .onRef('link.user_id', '=', 'resource.id'),
      )
      .select('link.member_id')
      .where('resource.organization_id', '=', p('organization'))
      .where('resource.connection_id', '=', p('connection'))
      .where('resource.type', '=', 'User')
      .where('resource.external_id', '=', p('externalId'))
      .where('resource.is_active', '=', 1)
      .limit(2),
);

export interface FoundMember {
  readonly memberId: string;
  /** Whether the two are linked, or only the provider's own key says so. */
  readonly isLinked: boolean;
}

const selectKeys = query<{ organization: string; connection: string; member: string }>()((db, p) =>
  db
    .selectFrom('link')
    .innerJoin('resource', (join) =>
      join
        .onRef('resource.organization_id', '=', 'link.organization_id')
        .onRef('resource.id', '=', 'link.user_id'),
    )
    .select('resource.external_id')
    .where('link.organization_id', '=', p('organization'))
    .where('link.member_id', '=', p('member'))
    .where('link.connection_id', '=', p('connection'))
    .where('link.is_active', '=', 1),
);

/**
 * Who somebody at a provider is: as linked before; else the member of the one active user whom the same
 * provider pushed with this subject as its own key. Nothing else says who somebody is, an address least.
 */
export async function findMember(
  session: Session,
  { organization_id: organization, issuer, connection_id: connection }: SsoProviderTable,
  subject: string,
): Promise<FoundMember | undefined> {
  const linked = await memberOfIdentity(session, organization, issuer, subject);
  if (linked !== undefined) return { memberId: linked, isLinked: true };
  if (connection === null) return undefined;
  const about = { organization, connection, externalId: subject };
  const users = await session.all(selectUsers, about);
  const memberId = users.length === 1 ? users[0]?.member_id : undefined;
  return memberId == null ? undefined : { memberId, isLinked: false };
}

/**
 * Whether the provider itself says that a member is somebody else than the subject: it pushed the member, and
 * with other keys than this one.
 */
export async function isSomebodyElse(
  session: Session,
  { organization_id: organization, connection_id: connection }: SsoProviderTable,
  member: string,
  subject: string,
): Promise<boolean> {
  if (connection === null) return false;
  const users = await session.all(selectKeys, { organization, connection, member });
  const keys = users.flatMap(({ external_id: key }) => key ?? []);
  return keys.length > 0 && !keys.includes(subject);
}
