import { Code, Group, Paper, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { CopyIcon } from '../../../components/copy-field.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { attributesOf } from '../attributes.ts';
import type { ShownUser } from './types.ts';

/** Everything that the identity provider has told of a user, in words. */
export function Profile({ user: { resource } }: { readonly user: ShownUser }) {
  if (resource === null) return <Gone />;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        These attributes are the identity provider’s: they are changed there.
      </Text>
      <Paper withBorder>
        <Table layout="fixed" verticalSpacing="xs" horizontalSpacing="sm">
          <Table.Tbody>
            {attributesOf(resource).map(({ path, name, value }) => (
              <Table.Tr key={path}>
                <Table.Th w="42%" title={path}>
                  {name}
                </Table.Th>
                <Table.Td>
                  <Text size="sm" lineClamp={4} title={value}>
                    <bdi>{value}</bdi>
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
    </Stack>
  );
}

/** The resource as the identity provider reads it. */
export function ScimJson({ user: { resource } }: { readonly user: ShownUser }) {
  if (resource === null) return <Gone />;
  const text = JSON.stringify(resource, undefined, 2);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          The resource as it is stored and as the identity provider reads it.
        </Text>
        <CopyIcon label="Copy the SCIM JSON" value={text} />
      </Group>
      <ScrollArea viewportProps={{ tabIndex: 0, 'aria-label': 'SCIM JSON' }}>
        <Code block>{text}</Code>
      </ScrollArea>
    </Stack>
  );
}

function Gone() {
  return (
    <EmptyState title="The identity provider deleted this user">
      Its attributes went with it. The timeline still tells what became of it.
    </EmptyState>
  );
}
