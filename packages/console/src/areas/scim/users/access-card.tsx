import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { rolesQuery } from '../../../api/access.ts';
import type { Permission, Reason } from '../../../api/types.ts';
import { Card } from '../card.tsx';
import type { ShownUser } from './types.ts';

/** What the person may do, and why. */
export function AccessCard({ user: { person } }: { readonly user: ShownUser }) {
  const { data: roles = [] } = useQuery(rolesQuery);
  const nameOf = (key: string) => roles.find((role) => role.key === key)?.name ?? key;
  return (
    <Card title="Access">
      {person === null || person.permissions.length === 0 ? (
        <Text size="sm" c="dimmed">
          {whyNone(person?.member.active)}
        </Text>
      ) : (
        <Stack gap="sm">
          {person.permissions.map((permission) => (
            <Access key={permission.entryPoint.id} permission={permission} nameOf={nameOf} />
          ))}
        </Stack>
      )}
    </Card>
  );
}

interface AccessProps {
  readonly permission: Permission;
  readonly nameOf: (role: string) => string;
}

function Access({ permission, nameOf }: AccessProps) {
  const { entryPoint, role, because } = permission;
  return (
    <div>
      <Text size="sm">
        <b>{nameOf(role)}</b> on <bdi>{entryPoint.name}</bdi>
      </Text>
      <List size="sm" c="dimmed">
        {because.map((reason) => (
          <List.Item key={reason.grantId}>
            {nameOf(reason.role)}: {inWords(reason)}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

function inWords({ groups }: Reason): string {
  if (groups.length === 0) return 'given to this person';
  const names = groups.map(({ name, id }) => name ?? id);
  if (names.length === 1) return `from the group ${names[0]}`;
  return `in ${names[0]}, which is in ${names.slice(1).join(', which is in ')}`;
}

function whyNone(isActive: boolean | undefined): string {
  if (isActive === undefined) return 'None, until it is settled who this is.';
  if (!isActive) return 'None: somebody who is out has no access, whatever was granted.';
  return 'None yet. Map one of their groups to a role under SCIM › Groups, or give a role to the person.';
}
