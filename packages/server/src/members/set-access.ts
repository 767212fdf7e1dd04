/** What an administrator or the operator changes about a member: its own access, and Org Admin. */
import { type Core, Refusal, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { isMemberActive, recordingActivity } from './activity.ts';
import { requireOtherAdmin } from './org-admins.ts';

interface Key {
  organization: string;
  id: string;
}

const selectOne = query<Key>()((db, p) =>
  db
    .selectFrom('member')
    .select(['is_local', 'is_enabled', 'is_org_admin'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const setEnabled = query<Key & { enabled: number }>()((db, p) =>
  db
    .updateTable('member')
    .set({ is_enabled: p('enabled') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const setAdmin = query<Key & { admin: number }>()((db, p) =>
  db
    .updateTable('member')
    .set({ is_org_admin: p('admin') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

export interface Access {
  readonly id: string;
  readonly active: boolean;
}

/**
 * Ends a local member's own access. Users that identity providers linked to it stay as they are.
 *
 * @throws Refusal `refused` for the last active Org Admin, and for members that are not local.
 */
export function deactivateMember(
  core: Core,
  context: ChangeContext,
  memberId: string,
): Promise<Access> {
  return changeEnabled(core, context, memberId, false);
}

/**
 * Gives a local member its own access back, with the permissions that it has by its grants and groups;
 * never its sessions and tokens.
 *
 * @throws Refusal `refused` when all seats are taken, and for members that are not local.
 */
export function activateMember(
  core: Core,
  context: ChangeContext,
  memberId: string,
): Promise<Access> {
  return changeEnabled(core, context, memberId, true);
}

function changeEnabled(
  core: Core,
  context: ChangeContext,
  id: string,
  enabled: boolean,
): Promise<Access> {
  const { organizationId: organization } = context;
  return writeFor(core, context, async (session) => {
    const member = await find(session, organization, id);
    if (member.is_local === 0) {
      throw new Refusal(
        'refused',
        'This member exists only through its identity provider; change it there.',
      );
    }
    const before = await isMemberActive(session, organization, id);
    if ((member.is_enabled === 1) === enabled) return { id, active: before };
    await recordingActivity(session, context, id, async () => {
      await session.send(setEnabled, { organization, id, enabled: enabled ? 1 : 0 });
    });
    const active = await isMemberActive(session, organization, id);
    // A user of an identity provider keeps it active, or did so before.
    if (active === before) {
      await recordUpdate(session, context, id, { old: { enabled: !enabled }, new: { enabled } });
    }
    return { id, active };
  });
}

/**
 * Makes a member Org Admin, or takes that away. Whoever calls it has made sure that the actor may: the
 * operator, or an active Org Admin.
 *
 * @throws Refusal `refused` for the last active Org Admin, and for making one who is not active.
 */
export function setOrgAdmin(
  core: Core,
  context: ChangeContext,
  memberId: string,
  orgAdmin: boolean,
): Promise<{ readonly id: string; readonly orgAdmin: boolean }> {
  const { organizationId: organization } = context;
  return writeFor(core, context, async (session) => {
    const member = await find(session, organization, memberId);
    if ((member.is_org_admin === 1) === orgAdmin) return { id: memberId, orgAdmin };
    if (!orgAdmin) await requireOtherAdmin(session, organization, memberId);
    else if (!(await isMemberActive(session, organization, memberId))) {
      throw new Refusal(
        'refused',
        'Only an active member can be made Org Admin. Activate it first.',
      );
    }
    await session.send(setAdmin, { organization, id: memberId, admin: orgAdmin ? 1 : 0 });
    await recordUpdate(session, context, memberId, {
      old: { orgAdmin: !orgAdmin },
      new: { orgAdmin },
    });
    return { id: memberId, orgAdmin };
  });
}

async function find(session: Session, organization: string, id: string) {
  const member = await session.first(selectOne, { organization, id });
  if (member === undefined) throw new Refusal('notFound', `There is no member ${id}.`);
  return member;
}

async function recordUpdate(
  session: Session,
  context: ChangeContext,
  subjectId: string,
  detail: { readonly old: object; readonly new: object },
): Promise<void> {
  const { new: data } = detail;
  await recordChange(session, context, {
    type: 'member.updated',
    subjectType: 'Member',
    subjectId,
    data,
    detail,
  });
}
