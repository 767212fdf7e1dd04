import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useRoleName } from '../../api/access.ts';
import { path } from '../../api/call.ts';
import type { Permission, Reason } from '../../api/types.ts';
import { PathLink } from '../../components/path-link.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { permissionsQuery } from './queries.ts';
import type { Group, Person } from './types.ts';

/** What the member may do now, why, and in which groups it is. */
export function AccessSection({ person }: { readonly person: Person }) {
  const permissions = useQuery(permissionsQuery(person.id));
  return (
    <Section
      title="Access"
      description="What the person may do in the application now: on each entry point the highest role that reaches them."
    >
      <QueryView query={permissions}>
        {(data) => <Roles isActive={data.active} permissions={data.permissions} />}
      </QueryView>
      <Stack gap={4}>
        <Text size="sm" fw={600} component="h3" m={0}>
          Groups
        </Text>
        <Groups groups={person.groups} />
      </Stack>
    </Section>
  );
}

function Roles(props: { readonly isActive: boolean; readonly permissions: readonly Permission[] }) {
  const roleName = useRoleName();
  if (!props.isActive) {
    return (
      <Text size="sm">None: whoever is deactivated may do nothing, whatever was granted.</Text>
    );
  }
  if (props.permissions.length === 0) {
    return (
      <Text size="sm">
        None yet. Give a role below, or put the person into a group that has one.
      </Text>
    );
  }
  return (
    <List spacing="sm" listStyleType="none" withPadding={false}>
      {props.permissions.map(({ entryPoint, role, because }) => (
        <List.Item key={entryPoint.id}>
          <Text size="sm" component="span">
            <bdi>{entryPoint.name}</bdi>{' '}
          </Text>
          <StatusBadge tone="info">{roleName(role)}</StatusBadge>
          {because.map((reason) => (
            <Text key={reason.grantId} size="xs" c="dimmed">
              <Why reason={reason} role={roleName(reason.role)} />
            </Text>
          ))}
        </List.Item>
      ))}
    </List>
  );
}

function Why({ reason, role }: { readonly reason: Reason; readonly role: string }) {
  const [first, ...others] = reason.groups;
  if (first === undefined) return <>{role}, given directly</>;
  return (
    <>
      {role}, since the person is in <bdi>{first.name ?? first.id}</bdi>
      {others.map(({ id, name }) => (
        <Fragment key={id}>
          , which is in <bdi>{name ?? id}</bdi>
        </Fragment>
      ))}
    </>
  );
}

function Groups({ groups }: { readonly groups: readonly Group[] }) {
  if (groups.length === 0) return <Text size="sm">In no group.</Text>;
  return (
    <List size="sm" spacing={4}>
      {groups.map(({ id, name, connectionId }) => (
        <List.Item key={id}>
          <PathLink
            size="sm"
            to={
              connectionId === null
                ? path`/administration/groups/${id}`
                : path`/administration/scim/groups/${id}`
            }
          >
            <bdi>{name ?? id}</bdi>
          </PathLink>{' '}
          <Text span size="xs" c="dimmed">
            {connectionId === null ? 'made here' : 'pushed by the identity provider'}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
