import { Stack, Text } from '@mantine/core';
import { Card } from '../card.tsx';
import { GroupLink } from '../text-link.tsx';
import type { ShownUser } from './types.ts';

/** The pushed groups that a user is in, itself or through another. */
export function GroupsCard({ groups }: Pick<ShownUser, 'groups'>) {
  const direct = groups.filter(({ via }) => via === null);
  const through = groups.filter(({ via }) => via !== null);
  const nameOf = (id: string | null) => groups.find((group) => group.id === id)?.name ?? id;
  return (
    <Card title="Groups">
      {groups.length === 0 && (
        <Text size="sm" c="dimmed">
          None. The identity provider has pushed no group with this user in it.
        </Text>
      )}
      <Stack gap={6} fz="sm">
        {direct.map(({ id, name }) => (
          <GroupLink key={id} id={id}>
            {name ?? id}
          </GroupLink>
        ))}
        {through.map(({ id, name, via }) => (
          <div key={`${id} ${via}`}>
            <GroupLink id={id}>{name ?? id}</GroupLink>
            <Text size="xs" c="dimmed" truncate>
              through {nameOf(via)}
            </Text>
          </div>
        ))}
      </Stack>
    </Card>
  );
}
