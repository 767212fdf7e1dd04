/** Changes of a group's members (RFC 7644 §3.5.2), applied as rows inside the unit of work. */
import {
  checkUnknownMembers,
  type ElementFilter,
  type MemberChange,
  type MemberReference,
  memberCycle,
  type WriteOptions,
} from '@rollcall/scim';
import type { Session } from '../../db/index.ts';
import { memberFilter } from '../filter-sql/member-filter.ts';
import type { StoreScope } from '../scope.ts';
import {
  deleteAll,
  deleteMember,
  deleteUnlisted,
  firstAncestor,
  insertMembers,
  unknownIds,
} from './rows.ts';

/** What the changes of one request come to. */
export interface MembersDifference {
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

/** A group whose members change. */
export interface Target {
  readonly session: Session;
  readonly scope: StoreScope;
  readonly group: string;
  readonly options: WriteOptions;
}

/**
 * Applies the changes in order.
 *
 * @returns Who is a member now and was not, and the other way round: one who was added and removed
 * again is in neither.
 * @throws ScimError `invalidValue` for members that do not exist and for circles.
 */
export async function changeMembers(
  target: Target,
  changes: readonly MemberChange[],
): Promise<MembersDifference> {
  const added = new Set<string>();
  const removed = new Set<string>();
  for (const change of changes) {
    const done = await applyChange(target, change);
    for (const id of done.removed) if (!added.delete(id)) removed.add(id);
    for (const id of done.added) if (!removed.delete(id)) added.add(id);
  }
  return { added, removed };
}

interface Done {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

async function applyChange(target: Target, change: MemberChange): Promise<Done> {
  switch (change.kind) {
    case 'add':
      return { added: await add(target, change.members), removed: [] };
    case 'remove':
      return { added: [], removed: await removeListed(target, change.values) };
    case 'removeMatching':
      return { added: [], removed: await removeMatching(target, change.filter) };
    case 'removeAll':
      return { added: [], removed: memberIds(await target.session.all(deleteAll, keys(target))) };
    case 'replace': {
      const removed = await removeUnlisted(target, change.members);
      return { added: await add(target, change.members), removed };
    }
  }
}

async function add(target: Target, members: readonly MemberReference[]): Promise<string[]> {
  if (members.length === 0) return [];
  const { session, options } = target;
  const ids = JSON.stringify(members.map(({ value }) => value));
  const parameters = { ...keys(target), ids };
  const unknown = await session.all(unknownIds, parameters);
  checkUnknownMembers(
    members.length,
    unknown.map(({ id }) => id),
    options,
  );
  const rows = await session.all(insertMembers, parameters);
  await checkCircle(
    target,
    rows.filter(({ kind }) => kind === 'Group'),
  );
  return memberIds(rows);
}

async function checkCircle(target: Target, groups: readonly { member_id: string }[]) {
  if (groups.length === 0) return;
  const ids = JSON.stringify(memberIds(groups));
  const ancestor = await target.session.first(firstAncestor, { ...keys(target), ids });
  if (ancestor !== undefined) throw memberCycle(ancestor.id);
}

async function removeListed(target: Target, values: readonly string[]): Promise<string[]> {
  const listed = values.map((member) => ({ ...keys(target), member }));
  return memberIds(await target.session.each(deleteMember, listed));
}

async function removeUnlisted(target: Target, members: readonly MemberReference[]) {
  const parameters = { ...keys(target), ids: JSON.stringify(members.map(({ value }) => value)) };
  return memberIds(await target.session.all(deleteUnlisted, parameters));
}

async function removeMatching(target: Target, filter: ElementFilter): Promise<string[]> {
  const { session, scope, group } = target;
  return memberIds(await session.dynamic(memberFilter(session.dialect, scope, group, filter)));
}

function keys({ scope, group }: Target) {
  return { organization: scope.organizationId, connection: scope.connectionId, group };
}

function memberIds(rows: readonly { member_id: string }[]): string[] {
  return rows.map(({ member_id }) => member_id);
}
