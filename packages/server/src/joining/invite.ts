/** Invitations that somebody makes by hand. */
import { fold } from '@rollcall/scim';
import { accountOfMember } from '../accounts/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import {
  type Invitation,
  invitationOf,
  offerInvitation,
  openInvitationOf,
  openInvitationTo,
  type RoleOffer,
} from '../invitations/index.ts';
import { isMailAddress } from '../mail/index.ts';
import { type Member, membersByAddress, sourcesOf } from '../members/index.ts';
import { checkRole, findEntryPoint } from '../permissions/index.ts';
import { checkInviter } from './inviter.ts';

/** Longest name, characters. */
const NAME_LENGTH = 200;
const ROLES_MAX = 100;

export interface InviteInput {
  readonly email: string;
  readonly displayName?: string | undefined;
  /** Whoever accepts is an Org Admin. */
  readonly orgAdmin?: boolean | undefined;
  /** Keys: one role for each entry point. */
  readonly roles?: readonly { readonly entryPoint: string; readonly role: string }[] | undefined;
  /** Whether it waits to be released. */
  readonly isHeld?: boolean | undefined;
}

/**
 * Invites somebody who becomes a member by accepting, or a member that has no account yet.
 *
 * @throws Refusal `invalid`; `notFound` for an entry point; `conflict` for somebody who has joined or is invited
 *   already; `refused` for a member that is not active, or to somebody who is no Org Admin any more.
 */
export function invite(
  core: Core,
  context: ChangeContext,
  input: InviteInput,
): Promise<Invitation> {
  checkInput(input);
  const { organizationId, actor } = context;
  return writeFor(core, context, async (session) => {
    await checkInviter(session, organizationId, actor.kind === 'member' ? actor.id : null);
    const [member, ...others] = await membersByAddress(session, organizationId, input.email);
    if (others.length > 0) throw several(input.email);
    const row =
      member === undefined
        ? await inviteStranger(session, context, input)
        : await inviteMember(session, context, input, member);
    return invitationOf(row);
  });
}

/**
 * Whether somebody could be invited now; changes nothing.
 *
 * @returns The member that it is already; undefined for somebody new.
 * @throws Refusal As {@link invite} would.
 */
export async function checkInvite(
  session: Session,
  organizationId: string,
  input: InviteInput,
): Promise<Member | undefined> {
  checkInput(input);
  const [member, ...others] = await membersByAddress(session, organizationId, input.email);
  if (others.length > 0) throw several(input.email);
  if (member !== undefined) {
    await checkMember(session, organizationId, input, member);
    return member;
  }
  const open = await openInvitationTo(session, organizationId, input.email);
  if (open !== undefined) throw invitedAlready(input.email, open.id);
  await roleOffers(session, organizationId, input.roles ?? []);
  return undefined;
}

function several(email: string): Refusal {
  return new Refusal('conflict', `Several members have the address ${email}.`);
}

async function inviteStranger(session: Session, context: ChangeContext, input: InviteInput) {
  const { email, displayName = null, orgAdmin = false, isHeld = false } = input;
  const open = await openInvitationTo(session, context.organizationId, email);
  if (open !== undefined) throw invitedAlready(email, open.id);
  const roles = await roleOffers(session, context.organizationId, input.roles ?? []);
  return offerInvitation(session, context, {
    ...{ memberId: null, email, displayName, orgAdmin, roles, isHeld },
  });
}

/** A member has what it has: an invitation gives it a way to sign in, and nothing else. */
async function inviteMember(
  session: Session,
  context: ChangeContext,
  input: InviteInput,
  member: Member,
) {
  const { organizationId } = context;
  const { email, isHeld = false } = input;
  await checkMember(session, organizationId, input, member);
  return offerInvitation(session, context, {
    memberId: member.id,
    ...(await addressee(session, organizationId, member, email)),
    isHeld,
  });
}

async function checkMember(
  session: Session,
  organizationId: string,
  { email, orgAdmin = false, roles = [] }: InviteInput,
  member: Member,
): Promise<void> {
  if (orgAdmin || roles.length > 0) {
    throw new Refusal(
      'invalid',
      `${email} is a member already: leave roles out of the invitation, and give them to the member.`,
    );
  }
  if (!member.active) {
    throw new Refusal('refused', `The member ${email} is not active, so it cannot be invited.`);
  }
  if ((await accountOfMember(session, organizationId, member.id)) !== undefined) {
    throw new Refusal('conflict', `${email} has joined already.`);
  }
  const open = await openInvitationOf(session, organizationId, member.id);
  if (open !== undefined) throw invitedAlready(email, open.id);
}

/** Its own address; else that of its user, whose changes the invitation then follows. */
async function addressee(session: Session, organizationId: string, member: Member, typed: string) {
  if (member.local) return { email: member.email, displayName: member.displayName };
  const sources = await sourcesOf(session, organizationId, member.id);
  const same = sources.find(({ email }) => email !== null && fold(email) === fold(typed));
  const { policy: _, ...source } = same ?? sources[0] ?? { email: null, displayName: null };
  return source;
}

function invitedAlready(email: string, id: string): Refusal {
  return new Refusal(
    'conflict',
    `There is an open invitation for ${email} already: ${id}. Release it if it is held, send it again, or withdraw it first.`,
  );
}

async function roleOffers(
  session: Session,
  organizationId: string,
  wanted: readonly { readonly entryPoint: string; readonly role: string }[],
): Promise<RoleOffer[]> {
  const offers: RoleOffer[] = [];
  for (const { entryPoint, role } of wanted) {
    const { id, key } = await findEntryPoint(session, organizationId, entryPoint);
    await checkRole(session, role);
    if (offers.some(({ entryPointId }) => entryPointId === id)) {
      throw new Refusal('invalid', `There are two roles for the entry point "${key}"; give one.`);
    }
    offers.push({ entryPointId: id, entryPoint: key, role });
  }
  return offers;
}

function checkInput({ email, displayName = '', roles = [] }: InviteInput): void {
  if (!isMailAddress(email)) throw new Refusal('invalid', `${email} is not an e-mail address.`);
  if (displayName.length > NAME_LENGTH) {
    throw new Refusal('invalid', `A name has at most ${NAME_LENGTH} characters.`);
  }
  if (roles.length > ROLES_MAX) {
    throw new Refusal('invalid', `An invitation gives at most ${ROLES_MAX} roles.`);
  }
}
