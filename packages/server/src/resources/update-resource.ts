import {
  type Change,
  type Resource,
  type ResourceType,
  type StoredResource,
  sameResource,
  type WriteOptions,
  type Written,
} from '@rollcall/scim';
import type { Session } from '../db/index.ts';
import { recordChange } from '../events/index.ts';
import { userChanged } from '../members/index.ts';
import { type Columns, checkColumns, columnsOf } from './columns.ts';
import { countActivity, countMembers } from './count-removals.ts';
import { linkedUser } from './linked-user.ts';
import { changeMembers } from './membership/change-members.ts';
import { recordMembers } from './membership/record-members.ts';
import { collectionOf, isUserType, readById } from './read-resource.ts';
import { bumpVersions, positionOf, updateRows } from './resource-rows.ts';
import { contextAt, type StoreDeps, type StoreScope } from './scope.ts';
import { checkUnique } from './uniqueness.ts';

/** RFC 7644 §3.5, as one unit of work. What changes nothing leaves no trace. */
export function updateResource(
  { writer, clock }: StoreDeps,
  scope: StoreScope,
  type: ResourceType,
  id: string,
  change: (current: StoredResource) => Change,
  options: WriteOptions,
): Promise<Written | undefined> {
  return writer.write(scope.organizationId, async (session) => {
    const current = await readById(session, scope, type, id);
    if (current === undefined) return undefined;
    const { resource, members } = change(current);
    const before = JSON.parse(current.json) as Resource;
    const isSame = sameResource(before, resource);
    const group = { session, scope, group: id, options };
    const difference = members.length === 0 ? undefined : await changeMembers(group, members);
    const movesMembers =
      difference !== undefined && difference.added.size + difference.removed.size > 0;
    if (isSame && !movesMembers) return { resource: current, changed: false };

    const now = clock().toISOString();
    const at = now < current.lastModified ? current.lastModified : now;
    if (movesMembers) await countMembers(session, scope, { group: id, difference, at });
    const next = { ...current, lastModified: at, version: current.version + 1 };
    if (isSame) await bumpVersions(session, scope.organizationId, [id], at);
    const json = isSame
      ? current.json
      : await rewrite(session, scope, { type, stored: next, before, after: resource });
    if (movesMembers) await recordMembers(session, contextAt(scope, at), id, difference);
    return { resource: { ...next, json }, changed: true };
  });
}

interface Rewrite {
  readonly type: ResourceType;
  /** With the new version and time. */
  readonly stored: StoredResource;
  readonly before: Resource;
  readonly after: Resource;
}

/** Writes the new resource. Returns its text. */
async function rewrite(session: Session, scope: StoreScope, rewritten: Rewrite): Promise<string> {
  const { type, stored, before, after } = rewritten;
  const { id, created, lastModified: modified, version } = stored;
  const collection = collectionOf(scope, type);
  const old = columnsOf(type, before);
  const columns = columnsOf(type, after);
  checkColumns(columns);
  await checkUnique(session, scope, { type, collection, id, columns, before: old });
  if (isUserType(type)) {
    const change = { id, before: old.isActive, after: columns.isActive, at: modified };
    await countActivity(session, scope, change);
  }
  const position = await positionOf(session, scope.organizationId, id);
  const row = { ...collection, ...columns, position, id, created, modified, version };
  await updateRows(session, row, old, columns);
  await recordUpdated(session, scope, rewritten, { old, columns });
  return columns.json;
}

async function recordUpdated(
  session: Session,
  scope: StoreScope,
  { type, stored, before, after }: Rewrite,
  { old, columns }: { old: Columns; columns: Columns },
): Promise<void> {
  const context = contextAt(scope, stored.lastModified);
  const names = changedNames(before, after);
  const data: Record<string, unknown> = { changed: names };
  if (isUserType(type)) data.active = columns.isActive === 1;
  await recordChange(session, context, {
    type: `${type.name.toLowerCase()}.updated`,
    subjectType: type.name,
    subjectId: stored.id,
    data,
    detail: { old: pick(before, names), new: pick(after, names) },
  });
  if (isUserType(type)) {
    const { id } = stored;
    await userChanged(
      session,
      context,
      linkedUser(id, before, old),
      linkedUser(id, after, columns),
    );
  }
}

/** Attributes and extensions whose values differ. */
function changedNames(before: Resource, after: Resource): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !sameResource(before[name] ?? null, after[name] ?? null));
}

function pick(resource: Resource, names: readonly string[]): Resource {
  return Object.fromEntries(names.map((name) => [name, resource[name] ?? null]));
}
