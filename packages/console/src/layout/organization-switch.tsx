import { Button, Menu, Text } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { post } from '../api/call.ts';
import { type Me, useMe } from '../api/me.ts';
import { queryClient } from '../api/query-client.ts';
import { tellFailure } from '../components/tell.ts';

/** Where one is, and where else the account leads. */
export function OrganizationSwitch({ current }: { readonly current: Me['organization'] }) {
  const { organizations } = useMe();
  const router = useRouter();
  const others = organizations.filter(({ id }) => id !== current.id);

  async function switchTo(slug: string) {
    try {
      await post('/organizations/switch', { organization: slug });
      // Nothing that was known is of the other organisation.
      queryClient.clear();
      await router.invalidate();
      await router.navigate({ to: '/' });
    } catch (error) {
      tellFailure(error);
    }
  }

  if (others.length === 0) {
    return (
      <Text truncate size="sm" c="dimmed">
        {current.name}
      </Text>
    );
  }
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          rightSection={<IconSelector size={14} />}
          aria-label={`Organisation: ${current.name}. Go to another.`}
        >
          <Text truncate size="sm" maw="40vw">
            {current.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Your organisations</Menu.Label>
        <Menu.Item leftSection={<IconCheck size={16} />} disabled>
          {current.name}
        </Menu.Item>
        {others.map(({ id, slug, name, suspended }) => (
          <Menu.Item key={id} onClick={() => void switchTo(slug)} disabled={suspended}>
            {name}
            {suspended && ' (suspended)'}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
