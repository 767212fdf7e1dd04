import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconUser, IconUserCircle } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import { ApiError } from '../api/api-error.ts';
import { call } from '../api/call.ts';
import { useMe } from '../api/me.ts';
import { queryClient } from '../api/query-client.ts';
import { tellFailure } from '../components/tell.ts';

export function ProfileMenu() {
  const { member } = useMe();
  const router = useRouter();

  async function signOut() {
    try {
      await call('POST', '/sign-out', { isQuiet: true }).catch(unlessOver);
      // First: a page that is still there would read again what was forgotten.
      await router.navigate({ to: '/sign-in', search: {} });
      queryClient.clear();
    } catch (error) {
      tellFailure(error);
    }
  }

  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Your profile and signing out"
        >
          <IconUserCircle size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{member.displayName ?? member.email ?? 'You'}</Menu.Label>
        <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={16} />}>
          My profile
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whose session has ended is signed out already. */
function unlessOver(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 401)) throw error;
}
