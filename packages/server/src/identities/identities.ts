/**
 * Who members are at identity providers: an issuer and a subject in it. Never an address: those are given
 * to others, and everybody may claim one somewhere (security-cases.md B8).
 */
import { hash } from 'node:crypto';
import { Refusal, requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { endPointless } from '../invitations/index.ts';

export interface Identity {
  /** Made of issuer and subject: the same two have the same one. */
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly linkedAt: string;
}

/** What vouched for it. */
export type LinkedBy = 'admin' | 'member' | 'externalId' | 'invitation';

export interface NewIdentity {
  readonly memberId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly by: LinkedBy;
}

/** OpenID Connect Core §2: a subject has at most so many characters. */
const SUBJECT_LENGTH = 255;
const ID_LENGTH = 22;

const selectOne = query<{ organization: string; issuer: string; subject: string }>()((db, p) =>
  db
    .selectFrom('sso_identity')
    .select('member_id')
    .where('organization_id', '=', p('organization'))
    .where('issuer', '=', p('issuer'))
    .where('subject', '=', p('subject')),
);

const selectOfMember = query<{ organization: string; member: string }>()((db, p) =>
  db
    .selectFrom('sso_identity')
    .select(['issuer', 'subject', 'linked_at'])
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member'))
    .orderBy('linked_at'),
);

/** One that lets in now: of the provider that is turned on. */
const selectUsable = query<{ organization: string; member: string }>()((db, p) =>
  db
    .selectFrom('sso_identity')
    .innerJoin('sso_provider', (join) =>
      join
        .onRef('sso_provider.organization_id', '=', 'sso_identity.organization_id')
        .onRef('sso_provider.issuer', '=', 'sso_identity.issuer'),
    )
    .select('sso_identity.subject')
    .where('sso_identity.organization_id', '=', p('organization'))
    .where('sso_identity.member_id', '=', p('member'))
    .where('sso_provider.is_enabled', '=', 1)
    .limit(1),
);

const selectMember = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const insert = query<{
  organization: string;
  issuer: string;
  subject: string;
  member: string;
  at: string;
}>()((db, p) =>
  db.insertInto('sso_identity').values({
    organization_id: p('organization'),
    issuer: p('issuer'),
    subject: p('subject'),
    member_id: p('member'),
    linked_at: p('at'),
  }),
);

const deleteOne = query<{ organization: string; issuer: string; subject: string }>()((db, p) =>
  db
    .deleteFrom('sso_identity')
    .where('organization_id', '=', p('organization'))
    .where('issuer', '=', p('issuer'))
    .where('subject', '=', p('subject')),
);

const deleteOfMember = query<{ organization: string; member: string }>()((db, p) =>
  db
    .deleteFrom('sso_identity')
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member')),
);

const deleteAll = query<{ organization: string }>()((db, p) =>
  db.deleteFrom('sso_identity').where('organization_id', '=', p('organization')),
);

/** What records name an identity by; says nothing of it. */
export function identityId(issuer: string, subject: string): string {
  return hash('sha256', JSON.stringify([issuer, subject]), 'base64url').slice(0, ID_LENGTH);
}

/** The id of the member that somebody at an identity provider is. */
export async function memberOfIdentity(
  session: Session,
  organizationId: string,
  issuer: string,
  subject: string,
): Promise<string | undefined> {
  const organization = requireOrganizationId(organizationId);
  return (await session.first(selectOne, { organization, issuer, subject }))?.member_id;
}

/** Who a member is at identity providers, oldest first. */
export async function identitiesOf(
  session: Session,
  organizationId: string,
  member: string,
): Promise<Identity[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectOfMember, { organization, member });
  return rows.map(({ issuer, subject, linked_at }) => ({
    id: identityId(issuer, subject),
    issuer,
    subject,
    linkedAt: linked_at,
  }));
}

/** Whether a member can sign in by the organisation's identity provider now. */
export async function isIdentified(
  session: Session,
  organizationId: string,
  member: string,
): Promise<boolean> {
  const organization = requireOrganizationId(organizationId);
  return (await session.first(selectUsable, { organization, member })) !== undefined;
}

/**
 * Lets somebody at an identity provider sign in as a member, inside the unit of work of what vouched for
 * it; nothing happens where they do already. Where the provider is turned on, the member needs no invitation then.
 *
 * @throws Refusal `conflict` when they are another member; `notFound` without the member; `invalid`.
 */
export async function linkIdentity(
  session: Session,
  context: ChangeContext,
  { memberId, issuer, subject, by }: NewIdentity,
): Promise<void> {
  const organization = requireOrganizationId(context.organizationId);
  if (!isSubject(subject)) {
    throw new Refusal(
      'invalid',
      `A subject has 1 to ${SUBJECT_LENGTH} characters, none of them hidden.`,
    );
  }
  if ((await session.first(selectMember, { organization, id: memberId })) === undefined) {
    throw new Refusal('notFound', `There is no member ${memberId}.`);
  }
  const present = await memberOfIdentity(session, organization, issuer, subject);
  if (present === memberId) return;
  if (present !== undefined) {
    throw new Refusal(
      'conflict',
      `This identity is that of another member, ${present}. Unlink it first.`,
    );
  }
  const { at } = context;
  await session.send(insert, { organization, issuer, subject, member: memberId, at });
  await recordIdentity(
    session,
    context,
    'member.identity_linked',
    memberId,
    { issuer, subject },
    by,
  );
  if (await isIdentified(session, organization, memberId)) {
    await endPointless(session, context, memberId);
  }
}

/**
 * Ends that somebody at an identity provider signs in as a member.
 *
 * @throws Refusal `notFound`.
 */
export async function unlinkIdentity(
  session: Session,
  context: ChangeContext,
  memberId: string,
  id: string,
): Promise<void> {
  const { organizationId: organization } = context;
  const all = await identitiesOf(session, organization, memberId);
  const identity = all.find((one) => one.id === id);
  if (identity === undefined) {
    throw new Refusal('notFound', 'The member has no such identity.');
  }
  const { issuer, subject } = identity;
  await session.send(deleteOne, { organization, issuer, subject });
  const type = 'member.identity_unlinked';
  await recordIdentity(session, context, type, memberId, { issuer, subject }, undefined);
}

/** Part of the unit of work that forgets a member. */
export async function forgetIdentities(
  session: Session,
  organization: string,
  member: string,
): Promise<void> {
  await session.send(deleteOfMember, { organization, member });
}

/** When subjects come to mean something else. @returns How many. */
export async function dropIdentities(session: Session, organization: string): Promise<number> {
  return session.run(deleteAll, { organization });
}

/** Whether a text can be a subject: a claim may be anything. */
export function isSubject(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= SUBJECT_LENGTH &&
    !/[\p{Cc}\p{Cs}]/u.test(value)
  );
}

function recordIdentity(
  session: Session,
  context: ChangeContext,
  type: string,
  memberId: string,
  detail: { readonly issuer: string; readonly subject: string },
  by: LinkedBy | undefined,
) {
  const identity = identityId(detail.issuer, detail.subject);
  return recordChange(session, context, {
    type,
    subjectType: 'Member',
    subjectId: memberId,
    data: by === undefined ? { identity } : { identity, by },
    detail,
  });
}
