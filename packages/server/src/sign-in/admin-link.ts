/**
 * Break-glass: a link that signs an Org Admin in when nothing else does, such as an identity provider that
 * is away. Only the command line of the server makes one.
 */
import {
  accountOfMember,
  findLink,
  type NewLink,
  newLink,
  spent,
  startSession,
  useLink,
} from '../accounts/index.ts';
import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import { actorText, type ChangeContext, recordChange } from '../events/index.ts';
import { queueMail } from '../mail/index.ts';
import { activeOrgAdmins, isActiveOrgAdmin } from '../members/index.ts';
import { ADMIN_LINK_MAIL } from './mails.ts';
import type { Client } from './sign-in.ts';
import { isSuspended } from './who-is.ts';

/**
 * Makes a link for an active Org Admin, and tells all of them.
 *
 * @throws Refusal `refused` for anybody else.
 */
export function newAdminLink(
  core: Core,
  context: ChangeContext,
  memberId: string,
): Promise<NewLink> {
  const { organizationId, at } = context;
  return writeFor(core, context, async (session) => {
    if (!(await isActiveOrgAdmin(session, organizationId, memberId))) {
      throw new Refusal('refused', 'The link is for active Org Admins, and this member is none.');
    }
    const account = await accountOfMember(session, organizationId, memberId);
    const subject = { organizationId, memberId, accountId: account?.id ?? null };
    const link = await newLink(session, 'admin', subject, at);
    const actor = actorText(context.actor);
    for (const { email } of await activeOrgAdmins(session, organizationId)) {
      if (email === null) continue;
      await queueMail(session, context, { kind: ADMIN_LINK_MAIL, to: email, about: { at, actor } });
    }
    await recordChange(session, context, {
      type: 'admin_link.created',
      subjectType: 'Member',
      subjectId: memberId,
      data: { expiresAt: link.expiresAt },
      detail: {},
    });
    return link;
  });
}

/**
 * Signs in with it, once.
 *
 * @returns The value of the cookie.
 * @throws Refusal `refused`.
 */
export async function useAdminLink(
  core: Core,
  {
    code,
    client,
    requestId,
  }: { readonly code: string; readonly client: Client; readonly requestId: string },
): Promise<string> {
  const at = core.clock().toISOString();
  const link = await findLink(core.reader, 'admin', code, at);
  const organizationId = requireOrganizationId(link.organization_id ?? '');
  const { member_id: memberId } = link;
  if (memberId === null) throw spent();
  return writeFor(core, { organizationId }, async (session) => {
    await useLink(session, link, at);
    if (!(await isActiveOrgAdmin(session, organizationId, memberId))) throw spent();
    if (await isSuspended(session, organizationId)) throw spent();
    const account = await accountOfMember(session, organizationId, memberId);
    const accountId = account?.id ?? null;
    const started = { organizationId, memberId, accountId, method: 'admin-link' as const, at };
    return startSession(session, { ...started, ...client, requestId });
  });
}
