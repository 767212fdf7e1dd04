import { Text } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { Page } from '../../components/page.tsx';

/** How the organisation is doing. */
export function OverviewPage() {
  const { organization } = useMe();
  return (
    <Page title="Overview">
      <Text>{organization.name}</Text>
    </Page>
  );
}
