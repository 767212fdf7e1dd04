import { fold } from '@rollcall/scim';
import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { checkApplicationUser } from './application-user.ts';
import { memberOf, membersByAddress } from './find-members.ts';
import { insertMember } from './member-rows.ts';
import { takeSeat } from './seats.ts';

export interface Member {
  readonly id: string;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly applicationUserId: string | null;
  readonly orgAdmin: boolean;
  /** Exists by itself, not only through users of identity providers. */
  readonly local: boolean;
  readonly active: boolean;
  readonly emailProven: boolean;
  /** Ids of the users that are linked to it now. */
  readonly userIds: readonly string[];
  readonly createdAt: string;
}

export interface MemberInput {
  readonly email: string;
  readonly displayName?: string | undefined;
  readonly orgAdmin: boolean;
  readonly applicationUserId?: string | undefined;
  /** The operator vouches that the address belongs to the person. */
  readonly emailProven: boolean;
}

const selectMembers = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('member')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .orderBy('id'),
);

const selectLinks = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('link')
    .select(['member_id', 'user_id', 'email', 'display_name', 'is_active'])
    .where('organization_id', '=', p('organization'))
    .where('ended_at', 'is', null)
    .where('member_id', 'is not', null),
);

const byEmail = query<{ organization: string; key: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select(['id', 'email'])
    .where('organization_id', '=', p('organization'))
    .where('email_key', '=', p('key')),
);

/** All members; those that exist only through users have their users' address and name. */
export async function listMembers(session: Session, organizationId: string): Promise<Member[]> {
  const rows = await session.all(selectMembers, {
    organization: requireOrganizationId(organizationId),
  });
  const links = Map.groupBy(
    await session.all(selectLinks, { organization: organizationId }),
    ({ member_id }) => member_id,
  );
  return rows.map((row) => memberOf(row, links.get(row.id) ?? []));
}

/** The member with this address of its own. @throws Refusal `notFound`. */
export async function memberByEmail(
  session: Session,
  organizationId: string,
  email: string,
): Promise<{ readonly id: string }> {
  const key = fold(email);
  const member = await session.first(byEmail, {
    organization: requireOrganizationId(organizationId),
    key,
  });
  if (member === undefined) {
    throw new Refusal('notFound', `There is no member with the address ${email}.`);
  }
  return member;
}

/**
 * The id of a member that is named by its id, by its own address, or by the address or name of one of its
 * users.
 *
 * @throws Refusal `notFound`; `conflict` when several have it.
 */
export async function emailOrIdOf(
  session: Session,
  organizationId: string,
  emailOrId: string,
): Promise<string> {
  if (!emailOrId.includes('@')) return emailOrId;
  const organization = requireOrganizationId(organizationId);
  const own = await session.first(byEmail, { organization, key: fold(emailOrId) });
  if (own !== undefined) return own.id;
  const [only, ...others] = await membersByAddress(session, organization, emailOrId);
  if (only === undefined) {
    throw new Refusal('notFound', `There is no member with the address ${emailOrId}.`);
  }
  if (others.length === 0) return only.id;
  const ids = [only, ...others].map(({ id }) => id).join(', ');
  throw new Refusal('conflict', `Several members have ${emailOrId}. Name one by its id: ${ids}.`);
}

/** Makes a local member. @throws Refusal `invalid`; `conflict` when the address is taken. */
export function createMember(
  core: Core,
  context: ChangeContext,
  input: MemberInput,
): Promise<Member> {
  checkAddress(input.email);
  return writeFor(core, context, (session) => insertLocalMember(session, context, input));
}

/** The same inside a unit of work. */
export async function insertLocalMember(
  session: Session,
  context: ChangeContext,
  input: MemberInput,
): Promise<Member> {
  const { email, displayName = null, applicationUserId = null, orgAdmin, emailProven } = input;
  checkAddress(email);
  const { organizationId, at } = context;
  const emailKey = fold(email);
  await checkFree(session, organizationId, emailKey, email, applicationUserId);
  await takeSeat(session, organizationId);
  const id = await insertMember(
    session,
    organizationId,
    {
      email,
      emailKey,
      emailProvenAt: emailProven ? at : null,
      displayName,
      applicationUserId,
      isLocal: true,
      isOrgAdmin: orgAdmin,
    },
    at,
  );
  await recordChange(session, context, {
    type: 'member.created',
    subjectType: 'Member',
    subjectId: id,
    data: { orgAdmin },
    detail: { new: { email, displayName, applicationUserId, emailProven } },
  });
  return {
    id,
    email,
    displayName,
    applicationUserId,
    orgAdmin,
    local: true,
    active: true,
    emailProven,
    userIds: [],
    createdAt: at,
  };
}

async function checkFree(
  session: Session,
  organization: string,
  key: string,
  email: string,
  applicationUserId: string | null,
): Promise<void> {
  if ((await session.first(byEmail, { organization, key })) !== undefined) {
    throw new Refusal('conflict', `There is already a member with the address ${email}.`);
  }
  await checkApplicationUser(session, organization, applicationUserId);
}

/** Something before and after one @, without space; delivery is the real proof. @throws Refusal `invalid`. */
export function checkAddress(text: string): void {
  const at = text.indexOf('@');
  if (at > 0 && at < text.length - 1 && !/\s/.test(text) && text.length <= 320) return;
  throw new Refusal('invalid', `${text} is not an e-mail address.`);
}
