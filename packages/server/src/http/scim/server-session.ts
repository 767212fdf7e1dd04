import {
  type Action,
  coreResourceTypes,
  groupType,
  type Mode,
  type Resource,
  type ResourceType,
  ScimError,
  type ScimSession,
  type ScimStore,
  sameResource,
  userType,
} from '@rollcall/scim';
import type { LiveToken } from '../../registry/index.ts';

const USERS_ONLY: readonly ResourceType[] = [userType];

export interface SessionRights {
  readonly token: LiveToken;
  /** Why only deprovisioning works; undefined when all does. */
  readonly planRefusal: string | undefined;
  /** Why there are no groups; undefined when there are. */
  readonly groupsRefusal: string | undefined;
}

/** What one request may do in its connection. */
export class ServerSession implements ScimSession {
  readonly store: ScimStore;
  readonly mode: Mode;
  readonly resourceTypes: readonly ResourceType[];
  readonly #rights: SessionRights;

  constructor(store: ScimStore, mode: Mode, rights: SessionRights) {
    this.store = store;
    this.mode = mode;
    this.resourceTypes = rights.groupsRefusal === undefined ? coreResourceTypes : USERS_ONLY;
    this.#rights = rights;
  }

  authorize(action: Action, type: ResourceType): void {
    const { token, planRefusal, groupsRefusal } = this.#rights;
    checkScope(action, token);
    if (type === groupType && groupsRefusal !== undefined) throw forbidden(groupsRefusal);
    if (planRefusal !== undefined && !mayDeprovision(action, type)) throw forbidden(planRefusal);
  }

  /** A lapsed plan lets people be deactivated, whatever else the same request says about them. */
  authorizeChange(type: ResourceType, before: Resource, after: Resource): void {
    const { planRefusal } = this.#rights;
    if (planRefusal === undefined) return;
    const deactivates = type === userType && before.active !== false && after.active === false;
    if (!deactivates && !sameResource(before, after)) throw forbidden(planRefusal);
  }
}

function checkScope(action: Action, { scopes, name }: LiveToken): void {
  if (scopes.has('scim:write') || (action === 'read' && scopes.has('scim:read'))) return;
  const needed = action === 'read' ? 'scim:read' : 'scim:write';
  throw forbidden(`The token "${name}" does not have the permission ${needed}, which this needs.`);
}

/** Whether this could be part of deprovisioning: what a change does is seen later. */
function mayDeprovision(action: Action, type: ResourceType): boolean {
  if (action === 'read' || action === 'delete') return true;
  return action !== 'create' && type === userType;
}

function forbidden(detail: string): ScimError {
  return new ScimError('forbidden', detail);
}
