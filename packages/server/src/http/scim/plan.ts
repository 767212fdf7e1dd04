/** What the plan and the connection allow (walkthrough 1.2 and 1.3), and the words that say so. */
import type { LiveConnection, LiveOrganization, LivePlan } from '../../registry/index.ts';
import { features, plansWith } from '../../registry/index.ts';

/** Why only reads, deactivations and deletions work; undefined when the plan has SCIM now. */
export function planRefusal(
  plans: readonly LivePlan[],
  organization: LiveOrganization,
  now: Date,
): string | undefined {
  const { plan, planEndsAt } = organization;
  if (features(organization, now).has('scim.users')) return undefined;
  const rest = 'Until then people can be read, deactivated and deleted, and nothing else.';
  if (plan.features.has('scim.users')) {
    const day = planEndsAt?.slice(0, 10);
    return `The plan "${plan.name}" of this organisation ended on ${day}; it has to be renewed. ${rest}`;
  }
  const needed = plansWith(plans, 'scim.users');
  return `The plan "${plan.name}" of this organisation does not include SCIM; the plan ${needed} is needed. ${rest}`;
}

/**
 * Why there are no groups; undefined when there are. Groups stay in sight when SCIM as a whole has
 * gone from the plan, so that they can be deleted.
 */
export function groupsRefusal(
  plans: readonly LivePlan[],
  { plan }: LiveOrganization,
  connection: LiveConnection,
): string | undefined {
  if (!connection.groupsEnabled) {
    return `Groups are switched off for the connection "${connection.name}". Ask the operator of the service to switch them on.`;
  }
  if (plan.features.has('scim.groups') || !plan.features.has('scim.users')) return undefined;
  const needed = plansWith(plans, 'scim.groups');
  return `The plan "${plan.name}" of this organisation does not include groups; the plan ${needed} is needed.`;
}
