import { Alert } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { connectionsQuery, planQuery } from './queries.ts';

/** Which plan a SCIM page needs, where the organisation has not got it (walkthrough 1.2, 1.3). */
export function PlanNotice({ needs }: { readonly needs: 'users' | 'groups' }) {
  const { data: plan } = useQuery(planQuery);
  const { data: connections } = useQuery({ ...connectionsQuery, enabled: needs === 'groups' });
  if (plan === undefined) return null;
  if (plan.endedAt !== null || !plan.users) {
    return (
      <Alert icon={<IconLock />} color="yellow" title={titleOf(plan.name, plan.endedAt)}>
        Provisioning over SCIM takes the plan {plan.plansWithUsers}. Until then identity providers
        can read, deactivate and delete users, but create and change none. Ask whoever looks after
        your subscription.
      </Alert>
    );
  }
  if (needs === 'users') return null;
  if (!plan.groups) {
    return (
      <Alert
        icon={<IconLock />}
        color="yellow"
        title={`The plan ${plan.name} has no groups over SCIM`}
      >
        Groups take the plan {plan.plansWithGroups}. People can be provisioned without them: give
        roles to each person instead.
      </Alert>
    );
  }
  const off = connections?.filter(({ groupsEnabled }) => !groupsEnabled) ?? [];
  if (off.length === 0) return null;
  return (
    <Alert icon={<IconLock />} color="yellow" title="Groups are switched off">
      The connection {off.map(({ name }) => `“${name}”`).join(', ')} takes no groups. Switch them on
      in the settings of the connection to push groups.
    </Alert>
  );
}

function titleOf(name: string, endedAt: string | null): string {
  if (endedAt === null) return `The plan ${name} has no provisioning over SCIM`;
  return `The plan ${name} ended on ${endedAt.slice(0, 10)}`;
}
