import { Text } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { Page } from '../../components/page.tsx';

/** Who one is here. */
export function ProfilePage() {
  const { member, account } = useMe();
  return (
    <Page title="My profile">
      <Text>{member.displayName}</Text>
      <Text>{account?.email ?? member.email}</Text>
    </Page>
  );
}
