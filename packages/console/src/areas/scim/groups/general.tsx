import { Group, SimpleGrid, Text } from '@mantine/core';
import { CopyField } from '../../../components/copy-field.tsx';
import { When } from '../../../components/when.tsx';
import { Card } from '../card.tsx';
import { GroupLink } from '../text-link.tsx';
import type { ShownGroup } from './types.ts';

/** What the identity provider says of a group; read-only here (walkthrough 4.4). */
export function General({ group }: { readonly group: ShownGroup }) {
  const { id, name, externalId, connection, createdAt, modifiedAt, isIn } = group;
  return (
    <Card title="General">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <CopyField label="Name" value={name ?? ''} />
        <CopyField label="SCIM id" value={id} description="Made here; it never changes." />
        {externalId !== null && (
          <CopyField label="Id at the identity provider" value={externalId} />
        )}
      </SimpleGrid>
      {isIn.length > 0 && (
        <Group gap="xs" fz="sm">
          <Text size="sm">It is in, and gives its members what these give, too:</Text>
          {isIn.map((above) => (
            <GroupLink key={above.id} id={above.id}>
              {above.name ?? above.id}
            </GroupLink>
          ))}
        </Group>
      )}
      <Text size="sm" c="dimmed">
        Pushed by the connection <bdi>{connection.name}</bdi>, created <When at={createdAt} />, last
        changed <When at={modifiedAt} />.
      </Text>
    </Card>
  );
}
