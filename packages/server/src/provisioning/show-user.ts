/** One user as an Org Admin wants to understand it: who it is here, what it is in, and since when. */
import { sql } from 'kysely';
import { accountOfMember, sessionsOfMember } from '../accounts/index.ts';
import { findConnection } from '../connections/index.ts';
import { Refusal, requireOrganizationId } from '../core.ts';
import { query, rawQuery, type Session } from '../db/index.ts';
import { listReceipts, receiptKeys, verifyReceipt } from '../departures/index.ts';
import { invitationOf, openInvitationOf } from '../invitations/index.ts';
import { memberById } from '../members/index.ts';
import { permissionsOf } from '../permissions/index.ts';

type One = { readonly organization: string; readonly id: string };

const selectResource = query<One>()((db, p) =>
  db
    .selectFrom('resource')
    .select(['id', 'connection_id', 'json', 'is_active', 'created_at', 'modified_at', 'version'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .where('type', '=', sql.lit('User')),
);

const selectLink = query<One>()((db, p) =>
  db
    .selectFrom('link')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('user_id', '=', p('id')),
);

const selectClaim = query<One>()((db, p) =>
  db
    .selectFrom('claim')
    .select(['id', 'reason', 'decision', 'decided_at', 'decided_by', 'created_at'])
    .where('organization_id', '=', p('organization'))
    .where('user_id', '=', p('id'))
    .orderBy('id', 'desc')
    .limit(1),
);

/** Each group, and the group in it that leads to the user; empty when the user itself is in it. */
const selectGroups = rawQuery<One>()(
  (p, d) => sql<{ id: string; via: string; name: string | null }>`
    with recursive up (id, via) as (
      select m.group_id, ${d.toText('')} from membership m
        where m.organization_id = ${p('organization')} and m.member_id = ${p('id')}
      union
      select m.group_id, up.id from up
        ${d.joinInOrder(
          'membership',
          'm',
          sql`m.organization_id = ${p('organization')} and m.member_id = up.id and m.kind = 'Group'`,
          'membership_nested',
        )})
    select up.id, up.via, r.display_name as name from up
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = ${p('organization')} and r.id = up.id`)}
      order by r.display_key`,
);

/** @param at Now, RFC 3339. @throws Refusal `notFound` for a user that never was. */
export async function showUser(session: Session, organizationId: string, id: string, at: string) {
  const organization = requireOrganizationId(organizationId);
  const one = { organization, id };
  const resource = await session.first(selectResource, one);
  const link = await session.first(selectLink, one);
  if (link === undefined) throw new Refusal('notFound', `There is no user ${id}.`);
  const { id: connectionId, name } = await findConnection(
    session,
    organization,
    link.connection_id,
  );
  const groups = await session.all(selectGroups, one);
  const claim = await session.first(selectClaim, one);
  return {
    id,
    connection: { id: connectionId, name },
    userNameKey: link.user_name_key,
    active: link.is_active === 1,
    createdAt: link.created_at,
    modifiedAt: resource?.modified_at ?? null,
    /** When the identity provider deleted it; its resource is gone then. */
    deletedAt: link.ended_at,
    resource: resource === undefined ? null : scimOf(resource, groups),
    groups: groups.map((row) => ({ id: row.id, name: row.name, via: row.via || null })),
    claim:
      claim === undefined
        ? null
        : {
            ...{ id: claim.id, reason: claim.reason, createdAt: claim.created_at },
            ...{ decision: claim.decision, decidedAt: claim.decided_at },
            decidedBy: claim.decided_by,
          },
    person:
      link.member_id === null ? null : await personOf(session, organization, link.member_id, at),
  };
}

/** The member that the user is, and how it comes in. */
async function personOf(session: Session, organization: string, memberId: string, at: string) {
  const member = await memberById(session, organization, memberId);
  const { permissions } = await permissionsOf(session, organization, memberId);
  const invitation = await openInvitationOf(session, organization, memberId);
  const account = await accountOfMember(session, organization, memberId);
  const sessions = await sessionsOfMember(session, organization, memberId, at);
  return {
    member,
    permissions,
    invitation: invitation === undefined ? null : invitationOf(invitation),
    account: account === undefined ? null : { email: account.email },
    sessions: sessions.length,
    receipt: member.active ? null : await lastReceipt(session, organization, memberId),
  };
}

async function lastReceipt(session: Session, organization: string, member: string) {
  let after = '';
  for (;;) {
    const page = await listReceipts(session, organization, { member, after, limit: 1000 });
    const last = page.at(-1);
    if (last === undefined) return null;
    if (page.length === 1000) {
      after = last.id;
      continue;
    }
    return { ...last, genuine: isGenuine(last.jws, await receiptKeys(session)) };
  }
}

function isGenuine(jws: string, keys: Parameters<typeof verifyReceipt>[1]): boolean {
  try {
    verifyReceipt(jws, keys);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

interface Stored {
  readonly id: string;
  readonly json: string;
  readonly created_at: string;
  readonly modified_at: string;
  readonly version: number;
}

/** As the identity provider reads it, but for the addresses in it. */
function scimOf(
  { id, json, created_at: created, modified_at: lastModified, version }: Stored,
  groups: readonly { readonly id: string; readonly via: string; readonly name: string | null }[],
): object {
  const { schemas, ...attributes } = Object(JSON.parse(json));
  const shown = new Map(
    groups
      .toReversed()
      .map((group) => [
        group.id,
        { value: group.id, display: group.name, type: group.via === '' ? 'direct' : 'indirect' },
      ]),
  );
  return {
    ...{ schemas, id, ...attributes },
    ...(shown.size === 0 ? {} : { groups: [...shown.values()] }),
    meta: { resourceType: 'User', created, lastModified, version: `W/"${version}"` },
  };
}
