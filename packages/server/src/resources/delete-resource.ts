import type { ResourceType, StoredResource } from '@rollcall/scim';
import type { Session } from '../db/index.ts';
import { recordChange } from '../events/index.ts';
import { userDeleted } from '../members/index.ts';
import { endGrantsOfGroup } from '../permissions/index.ts';
import { leaveCollection } from './collection.ts';
import { recordMembers } from './membership/record-members.ts';
import { deleteAllQuietly, deleteEverywhere } from './membership/rows.ts';
import { collectionOf, isUserType, readById } from './read-resource.ts';
import { bumpVersions, deleteRows, positionOf } from './resource-rows.ts';
import { contextAt, type StoreContext, type StoreDeps, type StoreScope } from './scope.ts';

/** RFC 7644 §3.6, as one unit of work. Groups that lose a member by it are changed, too. */
export function deleteResource(
  { writer, clock }: StoreDeps,
  scope: StoreScope,
  type: ResourceType,
  id: string,
  check: (current: StoredResource) => void,
): Promise<boolean> {
  const organization = scope.organizationId;
  return writer.write(organization, async (session) => {
    const current = await readById(session, scope, type, id);
    if (current === undefined) return false;
    check(current);
    const position = await positionOf(session, organization, id);
    const collection = collectionOf(scope, type);
    await deleteRows(session, { ...collection, position, id });
    await leaveCollection(session, collection, position);
    const at = clock().toISOString();
    const context = contextAt(scope, at < current.lastModified ? current.lastModified : at);
    // Before it leaves its groups: what it may do by them ends here, and is told.
    if (isUserType(type)) await userDeleted(session, context, id);
    const members = await leaveGroups(session, context, type, id);
    await recordDeleted(session, context, { type, current, members });
    return true;
  });
}

/** Removes the memberships on both sides. Returns how many members a group had. */
async function leaveGroups(
  session: Session,
  context: StoreContext,
  type: ResourceType,
  id: string,
): Promise<number> {
  const organization = context.organizationId;
  const left = await session.all(deleteEverywhere, { organization, member: id });
  const groups = left.map(({ group_id }) => group_id);
  await bumpVersions(session, organization, groups, context.at);
  for (const group of groups) {
    await recordMembers(session, context, group, { added: new Set(), removed: new Set([id]) });
  }
  if (type.memberAttribute === undefined) return 0;
  await endGrantsOfGroup(session, context, id);
  return await session.run(deleteAllQuietly, { organization, group: id });
}

async function recordDeleted(
  session: Session,
  context: StoreContext,
  { type, current, members }: { type: ResourceType; current: StoredResource; members: number },
): Promise<void> {
  const { id } = current;
  await recordChange(session, context, {
    type: `${type.name.toLowerCase()}.deleted`,
    subjectType: type.name,
    subjectId: id,
    data: type.memberAttribute === undefined ? {} : { members },
    detail: { old: JSON.parse(current.json) as unknown },
  });
}
