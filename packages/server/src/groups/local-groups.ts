/**
 * Groups of an organisation. Those that an identity provider pushes are its own: their names and
 * members are changed there. Groups made here hold members, and are changed here.
 */
import { randomUUIDv7 } from 'node:crypto';
import { fold } from '@rollcall/scim';
import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { endGrantsOfGroup } from '../permissions/index.ts';
import * as rows from './group-rows.ts';

export interface Group {
  readonly id: string;
  readonly name: string | null;
  /** The connection that pushed it; null when it was made here. */
  readonly connectionId: string | null;
}

const NAME_LENGTH = 200;

/** Those made here first. */
export async function listGroups(session: Session, organizationId: string): Promise<Group[]> {
  const scope = { organization: requireOrganizationId(organizationId) };
  const local = await session.all(rows.selectLocal, scope);
  const pushed = await session.all(rows.selectPushed, scope);
  return [
    ...local.map(({ id, name }) => ({ id, name, connectionId: null })),
    ...pushed.map(({ id, name, connection_id: connectionId }) => ({ id, name, connectionId })),
  ];
}

/**
 * A group by its id or its name, whoever made it.
 *
 * @throws Refusal `notFound`; `conflict` when several have the name.
 */
export async function findGroup(
  session: Session,
  organizationId: string,
  idOrName: string,
): Promise<{ readonly id: string }> {
  const organization = requireOrganizationId(organizationId);
  const byId = await session.first(rows.selectById, { organization, id: idOrName });
  if (byId !== undefined) return byId;
  const key = fold(idOrName);
  const [group, other] = await session.all(rows.selectByName, { organization, key });
  if (group === undefined) {
    throw new Refusal('notFound', `There is no group "${idOrName}" in this organisation.`);
  }
  if (other !== undefined) {
    throw new Refusal('conflict', `Several groups have the name "${idOrName}": give the id.`);
  }
  return group;
}

/** @throws Refusal `invalid`; `conflict` when a group of the organisation has the name. */
export function createGroup(core: Core, context: ChangeContext, given: string): Promise<Group> {
  const name = checkName(given);
  const organization = context.organizationId;
  return writeFor(core, context, async (session) => {
    await checkFree(session, organization, name);
    const id = randomUUIDv7();
    await session.send(rows.insertGroup, {
      organization,
      id,
      name,
      key: fold(name),
      at: context.at,
    });
    await record(session, context, 'created', id, { new: { name } });
    return { id, name, connectionId: null };
  });
}

/** @throws Refusal `invalid`, `notFound`, `conflict`; `refused` for a group that was pushed. */
export function renameGroup(
  core: Core,
  context: ChangeContext,
  id: string,
  given: string,
): Promise<Group> {
  const name = checkName(given);
  const organization = context.organizationId;
  return writeFor(core, context, async (session) => {
    const before = await requireLocal(session, organization, id);
    if (before.name === name) return { id, name, connectionId: null };
    if (before.name_key !== fold(name)) await checkFree(session, organization, name);
    await session.send(rows.renameGroup, { organization, id, name, key: fold(name) });
    await record(session, context, 'renamed', id, { old: { name: before.name }, new: { name } });
    return { id, name, connectionId: null };
  });
}

/** Ends what the group gave, too. @throws Refusal `notFound`; `refused` for one that was pushed. */
export function deleteGroup(
  core: Core,
  context: ChangeContext,
  id: string,
): Promise<{ readonly id: string }> {
  const organization = context.organizationId;
  return writeFor(core, context, async (session) => {
    const { name } = await requireLocal(session, organization, id);
    await endGrantsOfGroup(session, context, id);
    await session.send(rows.deleteMembers, { organization, id });
    await session.send(rows.deleteGroup, { organization, id });
    await record(session, context, 'deleted', id, { old: { name } });
    return { id };
  });
}

/** @throws Refusal `notFound`; `refused` for a group that was pushed. */
export function changeGroupMember(
  core: Core,
  context: ChangeContext,
  group: string,
  member: string,
  what: 'add' | 'remove',
): Promise<{ readonly changed: boolean }> {
  const organization = context.organizationId;
  return writeFor(core, context, async (session) => {
    await requireLocal(session, organization, group);
    if ((await session.first(rows.selectMember, { organization, member })) === undefined) {
      throw new Refusal('notFound', `There is no member ${member}.`);
    }
    const change = what === 'add' ? rows.insertMember : rows.deleteMember;
    const changed = (await session.first(change, { organization, group, member })) !== undefined;
    if (changed) {
      const difference = what === 'add' ? { added: [member] } : { removed: [member] };
      await record(session, context, 'members.changed', group, difference);
    }
    return { changed };
  });
}

async function requireLocal(session: Session, organization: string, id: string) {
  const group = await session.first(rows.selectGroup, { organization, id });
  if (group !== undefined) return group;
  if ((await session.first(rows.selectById, { organization, id })) !== undefined) {
    throw new Refusal(
      'refused',
      'This group is pushed by an identity provider: change its name and its members there.',
    );
  }
  throw new Refusal('notFound', `There is no group ${id}.`);
}

async function checkFree(session: Session, organization: string, name: string): Promise<void> {
  const holder = await session.first(rows.selectByName, { organization, key: fold(name) });
  if (holder === undefined) return;
  const whose = holder.connection_id === null ? '' : ', pushed by an identity provider';
  throw new Refusal('conflict', `There is already a group "${name}"${whose}. Choose another name.`);
}

function checkName(given: string): string {
  const name = given.trim();
  if (name !== '' && name.length <= NAME_LENGTH) return name;
  throw new Refusal('invalid', `The name of a group has 1 to ${NAME_LENGTH} characters.`);
}

function record(
  session: Session,
  context: ChangeContext,
  what: 'created' | 'renamed' | 'deleted' | 'members.changed',
  subjectId: string,
  detail: object,
): Promise<number> {
  const type = `local_group.${what}`;
  const change = { type, subjectType: 'LocalGroup', subjectId, data: {}, detail };
  return recordChange(session, context, change);
}
