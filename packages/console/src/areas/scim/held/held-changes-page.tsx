import { Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { InternalLink } from '../../../components/internal-link.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Trail } from '../../../components/trail.tsx';
import { trailTo } from '../../../layout/navigation.ts';
import { MENU } from '../../menu.ts';
import { HeldConnection } from './held-connection.tsx';
import { brakesQuery, heldCount, readHeldSearch } from './held-types.ts';
import { HistoryTable } from './history-table.tsx';
import { NothingHeld } from './nothing-held.tsx';

/** Removals that wait for a decision, and those that had one. */
export function HeldChangesPage() {
  const { state } = useSearch({ from: '/signed-in/org-admin/administration/scim/held-changes' });
  const navigate = useNavigate({ from: '/administration/scim/held-changes' });
  return (
    <Page
      title="Held changes"
      trail={<Trail steps={trailTo(MENU, '/administration/scim/held-changes')} />}
      description="When an identity provider takes away unusually many people or memberships at once, Rollcall holds that until one of you says whether it is meant."
      actions={
        <InternalLink to="/administration/scim/settings">Settings of the brake</InternalLink>
      }
    >
      <Tabs
        value={state ?? 'held'}
        keepMounted={false}
        onChange={(value) => void navigate({ search: readHeldSearch({ state: value }) })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="held">Waiting</Tabs.Tab>
          <Tabs.Tab value="released">Released</Tabs.Tab>
          <Tabs.Tab value="discarded">Discarded</Tabs.Tab>
          <Tabs.Tab value="done">Done</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={state ?? 'held'}>
          {state === undefined ? <Waiting /> : <HistoryTable key={state} state={state} />}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Waiting() {
  const query = useQuery(brakesQuery);
  return (
    <QueryView query={query}>
      {(connections) => {
        const holding = connections.filter((one) => heldCount(one) > 0);
        if (holding.length === 0) return <NothingHeld connections={connections} />;
        return (
          <Stack gap="xl">
            {holding.map((connection) => (
              <HeldConnection
                key={connection.id}
                connection={connection}
                isNamed={connections.length > 1}
              />
            ))}
          </Stack>
        );
      }}
    </QueryView>
  );
}
