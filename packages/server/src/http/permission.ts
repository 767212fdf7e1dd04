/** What a token and a plan allow (walkthrough 1.2, 1.3; design.md, Decisions). */
import {
  type Action,
  type Resource,
  type ResourceType,
  ScimError,
  sameResource,
} from '@rollcall/scim';
import { features, type LivePlan, plansWith } from '../registry/index.ts';
import type { Authenticated } from '../tokens/index.ts';

/** Deprovisioning never stops for a bill: these work whatever the plan says. */
const WITHOUT_PLAN: ReadonlySet<Action> = new Set(['read', 'delete']);
/** Whether these only deactivate shows inside the transaction. */
const PERHAPS_WITHOUT_PLAN: ReadonlySet<Action> = new Set(['patch', 'replace']);

export interface Permissions {
  /** The plan has users over SCIM, and has not lapsed. */
  readonly hasUsers: boolean;
  /** Why groups cannot be used; undefined when they can. */
  readonly noGroups: string | undefined;
  readonly authenticated: Authenticated;
  readonly plans: readonly LivePlan[];
}

export function permissionsOf(
  authenticated: Authenticated,
  plans: readonly LivePlan[],
  now: Date,
): Permissions {
  const present = features(authenticated.organization, now);
  const hasUsers = present.has('scim.users');
  return {
    hasUsers,
    noGroups: whyNoGroups(authenticated, plans, hasUsers && !present.has('scim.groups')),
    authenticated,
    plans,
  };
}

function whyNoGroups(
  { connection, organization }: Authenticated,
  plans: readonly LivePlan[],
  isPlanWithout: boolean,
): string | undefined {
  if (!connection.groupsEnabled) {
    return `Groups are switched off for the connection "${connection.name}". Provision users only, or ask the operator to switch groups on.`;
  }
  if (!isPlanWithout) return undefined;
  return `The plan ${organization.plan.name} of "${organization.name}" has no groups over SCIM; it takes ${plansWith(plans, 'scim.groups')}. Provision users only, or change the plan.`;
}

/** @throws ScimError `forbidden` with the reason. */
export function authorize(permissions: Permissions, action: Action, type: ResourceType): void {
  const { token } = permissions.authenticated;
  const needed = action === 'read' ? 'scim:read' : 'scim:write';
  if (!token.scopes.has('scim:write') && !token.scopes.has(needed)) {
    throw new ScimError(
      'forbidden',
      `The token "${token.name}" may not do this. Use one with the scope ${needed}.`,
    );
  }
  const isGroup = type.memberAttribute !== undefined;
  if (isGroup && permissions.noGroups !== undefined) {
    throw new ScimError('forbidden', permissions.noGroups);
  }
  if (permissions.hasUsers || WITHOUT_PLAN.has(action)) return;
  if (!isGroup && PERHAPS_WITHOUT_PLAN.has(action)) return;
  throw planNeeded(permissions);
}

/**
 * A request that deactivates passes even if it says other things too: some identity providers send
 * the whole profile with it (PUT), which may have moved on while its changes were refused.
 *
 * @throws ScimError `forbidden` when a lapsed plan lets only deactivations through.
 */
export function authorizeChange(
  permissions: Permissions,
  type: ResourceType,
  before: Resource,
  after: Resource,
): void {
  if (permissions.hasUsers) return;
  const isUser = type.memberAttribute === undefined;
  const deactivates = isUser && before.active !== false && after.active === false;
  if (!deactivates && !sameResource(before, after)) throw planNeeded(permissions);
}

function planNeeded({ authenticated, plans }: Permissions): ScimError {
  const { plan, name, planEndsAt } = authenticated.organization;
  const needed = plansWith(plans, 'scim.users');
  const why = plan.features.has('scim.users')
    ? `The plan ${plan.name} of "${name}" ended on ${planEndsAt?.slice(0, 10)}.`
    : `The plan ${plan.name} of "${name}" has no provisioning over SCIM; it takes ${needed}.`;
  return new ScimError(
    'forbidden',
    `${why} Until then users can be read, deactivated and deleted, but not created or changed.`,
  );
}
