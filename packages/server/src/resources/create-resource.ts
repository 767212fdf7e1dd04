import { randomUUIDv7 } from 'node:crypto';
import type { Draft, ResourceType, StoredResource, WriteOptions, Written } from '@rollcall/scim';
import type { Session } from '../db/index.ts';
import { recordChange } from '../events/index.ts';
import { userCreated } from '../members/index.ts';
import { enterCollection } from './collection.ts';
import { checkColumns, columnsOf } from './columns.ts';
import { countActivity, countMembers } from './count-removals.ts';
import { linkedUser } from './linked-user.ts';
import { changeMembers } from './membership/change-members.ts';
import { recordMembers } from './membership/record-members.ts';
import { collectionOf, isUserType } from './read-resource.ts';
import { insertRows } from './resource-rows.ts';
import { contextAt, type StoreDeps, type StoreScope } from './scope.ts';
import { checkUnique } from './uniqueness.ts';

/** RFC 7644 §3.3, as one unit of work. */
export function createResource(
  { writer, clock }: StoreDeps,
  scope: StoreScope,
  type: ResourceType,
  draft: Draft,
  options: WriteOptions,
): Promise<Written> {
  const id = randomUUIDv7();
  // What needs no database is done before the unit, so that others do not wait for it.
  const columns = columnsOf(type, draft.resource);
  checkColumns(columns);
  const collection = collectionOf(scope, type);
  return writer.write(scope.organizationId, async (session) => {
    const at = clock().toISOString();
    await checkUnique(session, scope, { type, collection, id, columns });
    const position = await enterCollection(session, collection);
    const row = { ...collection, ...columns, id, position, created: at, modified: at, version: 1 };
    await insertRows(session, row, columns);
    if (isUserType(type)) {
      await countActivity(session, scope, { id, before: 0, after: columns.isActive, at });
    }
    await recordCreated(session, scope, { type, id, draft, columns, at });
    if (draft.members.length > 0) await addMembers(session, scope, { id, draft, options, at });
    const resource: StoredResource = {
      id,
      json: columns.json,
      created: at,
      lastModified: at,
      version: 1,
      groups: [],
    };
    return { resource, changed: true };
  });
}

interface Created {
  readonly type: ResourceType;
  readonly id: string;
  readonly draft: Draft;
  readonly columns: ReturnType<typeof columnsOf>;
  readonly at: string;
}

async function recordCreated(
  session: Session,
  scope: StoreScope,
  { type, id, draft, columns, at }: Created,
): Promise<void> {
  const context = contextAt(scope, at);
  const data: Record<string, unknown> = {};
  if (isUserType(type)) data.active = columns.isActive === 1;
  await recordChange(session, context, {
    type: `${type.name.toLowerCase()}.created`,
    subjectType: type.name,
    subjectId: id,
    data,
    detail: { new: draft.resource },
  });
  if (isUserType(type)) {
    await userCreated(session, context, linkedUser(id, draft.resource, columns));
  }
}

async function addMembers(
  session: Session,
  scope: StoreScope,
  { id, draft, options, at }: Pick<Created, 'id' | 'draft' | 'at'> & { options: WriteOptions },
): Promise<void> {
  const difference = await changeMembers({ session, scope, group: id, options }, draft.members);
  if (difference.added.size > 0) {
    await countMembers(session, scope, { group: id, difference, at });
    await recordMembers(session, contextAt(scope, at), id, difference);
  }
}
