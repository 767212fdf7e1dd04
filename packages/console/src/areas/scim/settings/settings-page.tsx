import { Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Trail } from '../../../components/trail.tsx';
import { trailTo } from '../../../layout/navigation.ts';
import { MENU } from '../../menu.ts';
import { type Connection, connectionsQuery } from '../connections.ts';
import { ConnectionForm } from './connection-form.tsx';

/** How each connection behaves. */
export function SettingsPage() {
  const { connection: wanted } = useSearch({
    from: '/signed-in/org-admin/administration/scim/settings',
  });
  const query = useQuery(connectionsQuery);
  return (
    <Page
      title="Settings"
      trail={<Trail steps={trailTo(MENU, '/administration/scim/settings')} />}
      description="How provisioning behaves: what is accepted from your identity provider, and what follows from it. Nothing changes before you save."
    >
      <QueryView query={query}>
        {(connections) => {
          const shown = connections.find(({ id }) => id === wanted) ?? connections[0];
          if (shown === undefined) return <Text>There is no connection.</Text>;
          return (
            <Stack gap="lg">
              {connections.length > 1 && <Chooser connections={connections} shown={shown} />}
              <ConnectionForm key={shown.id} connection={shown} />
              <Text size="sm" c="dimmed">
                {connections.length > 1
                  ? 'Who runs the service adds connections, and says how many requests each may send.'
                  : 'You have one connection. For a second identity provider, a sandbox or a change of provider, ask who runs the service for another one.'}
              </Text>
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}

function Chooser({
  connections,
  shown,
}: {
  readonly connections: readonly Connection[];
  readonly shown: Connection;
}) {
  const navigate = useNavigate({ from: '/administration/scim/settings' });
  return (
    <Select
      label="Connection"
      description="Each identity provider has its own, with its own users, groups and settings."
      allowDeselect={false}
      maw={420}
      value={shown.id}
      onChange={(id) => void navigate({ search: id === null ? {} : { connection: id } })}
      data={connections.map(({ id, name, users, groups }) => ({
        value: id,
        label: `${name} (${users} users, ${groups} groups)`,
      }))}
    />
  );
}
