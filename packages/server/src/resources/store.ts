import type { ScimStore } from '@rollcall/scim';
import { createResource } from './create-resource.ts';
import { deleteResource } from './delete-resource.ts';
import { listMembers } from './list-members.ts';
import { listResources } from './list-resources.ts';
import { readById } from './read-resource.ts';
import type { StoreDeps, StoreScope } from './scope.ts';
import { updateResource } from './update-resource.ts';

/**
 * The SCIM store of one organisation and connection on the database. Cheap enough to make for each
 * request.
 *
 * @example
 * const store = createScimStore({ reader, writer, scans, clock }, scope);
 * await store.get(userType, id);
 */
export function createScimStore(deps: StoreDeps, scope: StoreScope): ScimStore {
  return {
    get: (type, id) => readById(deps.reader, scope, type, id),
    list: (type, query) => listResources(deps, scope, type, query),
    members: (type, id) =>
      type.memberAttribute === undefined ? [] : listMembers(deps.reader, scope, id),
    create: (type, draft, options) => createResource(deps, scope, type, draft, options),
    update: (type, id, change, options) => updateResource(deps, scope, type, id, change, options),
    delete: (type, id, check) => deleteResource(deps, scope, type, id, check),
  };
}
