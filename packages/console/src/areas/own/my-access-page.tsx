import { List } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';

/** What a member may do in the application. */
export function MyAccessPage() {
  const { permissions, organization } = useMe();
  return (
    <Page title="My access" description={`What you may do at ${organization.name}.`}>
      {permissions.length === 0 ? (
        <EmptyState title="You have no roles yet">
          An Org Admin gives roles to you, or to a group that you are in.
        </EmptyState>
      ) : (
        <List>
          {permissions.map(({ entryPoint, role }) => (
            <List.Item key={entryPoint.id}>
              {entryPoint.name}: {role}
            </List.Item>
          ))}
        </List>
      )}
    </Page>
  );
}
