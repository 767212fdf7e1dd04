import { List, Stack, Text } from '@mantine/core';
import { type Me, useMe } from '../../api/me.ts';
import type { Permission, Reason } from '../../api/types.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';

/** What a member may do in the application, and why. */
export function MyAccessPage() {
  const { permissions, organization, roles, orgAdmin } = useMe();
  return (
    <Page
      title="My access"
      description={`What you may do at ${organization.name}: your role on each entry point, which is a part of the application, and where it comes from.`}
    >
      {orgAdmin && (
        <Text size="sm">
          You are an Org Admin: you also administer this organisation here in the console.
        </Text>
      )}
      {permissions.length === 0 ? (
        <EmptyState title="You have no roles yet">
          An Org Admin gives roles to you, or to a group that you are in. Then they are here. If you
          expect one, ask an Org Admin of {organization.name}.
        </EmptyState>
      ) : (
        <Stack>
          {permissions.map((permission) => (
            <OnEntryPoint key={permission.entryPoint.id} {...{ permission, roles }} />
          ))}
        </Stack>
      )}
    </Page>
  );
}

interface OnEntryPointProps {
  readonly permission: Permission;
  readonly roles: Me['roles'];
}

function OnEntryPoint({ permission, roles }: OnEntryPointProps) {
  const { entryPoint, role, includes, because } = permission;
  const name = (key: string) => roles.find((one) => one.key === key)?.name ?? key;
  const lower = includes.filter((key) => key !== role);
  return (
    <Section
      title={entryPoint.name}
      actions={<StatusBadge tone="info">{name(role)}</StatusBadge>}
      description={
        lower.length > 0 ? `${name(role)} includes ${lower.map(name).join(', ')}.` : undefined
      }
    >
      <List size="sm" spacing={4}>
        {because.map((reason) => (
          <List.Item key={reason.grantId}>
            {name(reason.role)}: {why(reason)}
          </List.Item>
        ))}
      </List>
    </Section>
  );
}

/** From the group that one is in to the one that has the role. */
function why({ groups }: Reason): string {
  if (groups.length === 0) return 'given to you yourself.';
  const [first, ...further] = groups.map(({ name }) => `“${name ?? 'a group without a name'}”`);
  if (further.length === 0) return `given to the group ${first}, which you are in.`;
  const way = further.map((name) => `which is in ${name}`).join(', ');
  return `you are in the group ${first}, ${way}; that one was given the role.`;
}
