import { Button, Group, Menu, Stack, Tabs, Text } from '@mantine/core';
import { IconDownload, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { urlOf } from '../../../api/call.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { InternalLink } from '../../../components/internal-link.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Trail } from '../../../components/trail.tsx';
import { trailTo } from '../../../layout/navigation.ts';
import { MENU } from '../../menu.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { ActivityTable } from './activity-table.tsx';
import { type ActivitySearch, isFiltered, readActivitySearch, toQuery } from './search.ts';
import { useActivity } from './use-activity.ts';

const FROM = '/signed-in/org-admin/administration/scim/activity';
const ActivityCharts = lazy(() =>
  import('./activity-charts.tsx').then((module) => ({ default: module.ActivityCharts })),
);

/** The log of SCIM requests: what the identity provider sent, and what became of it. */
export function ActivityPage() {
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: '/administration/scim/activity' });
  const to = (next: ActivitySearch) => void navigate({ search: next, replace: true });
  return (
    <Page
      title="Activity"
      trail={<Trail steps={trailTo(MENU, '/administration/scim/activity')} />}
      description="Every request of your identity provider: what it meant, how it was answered, and why."
      actions={<ExportMenu search={search} />}
    >
      <Tabs
        value={search.view ?? 'requests'}
        onChange={(view) => {
          const { view: _old, ...rest } = search;
          to(view === 'charts' ? { ...rest, view } : rest);
        }}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="requests">Requests</Tabs.Tab>
          <Tabs.Tab value="charts">Charts</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="requests">
          <Stack gap="md">
            <ActivityFilters
              search={search}
              onChange={(changes) => to(readActivitySearch({ ...search, ...changes }))}
              onClear={() => to({})}
            />
            <Requests search={search} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="charts">
          <Suspense fallback={<Text role="status">The charts are loaded …</Text>}>
            <ActivityCharts />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Requests({ search }: { readonly search: ActivitySearch }) {
  const [isLive, setLive] = useState(true);
  const activity = useActivity(search, isLive);
  const { rows, fetchNext, fresh } = activity;
  const news = fresh === 1 ? '1 new request' : `${fresh} new requests`;
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {isLive ? 'New requests appear by themselves.' : 'Paused: new requests do not appear.'}
          {fresh > 0 && ` ${news} since you opened this page.`}
        </Text>
        <Button
          size="xs"
          variant="default"
          leftSection={isLive ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
          onClick={() => setLive(!isLive)}
        >
          {isLive ? 'Pause' : 'Go on'}
        </Button>
      </Group>
      <QueryView query={activity}>
        {() =>
          rows.length === 0 ? (
            <NoRequests search={search} />
          ) : (
            <ActivityTable label="Requests, newest first" rows={rows} onEnd={fetchNext} />
          )
        }
      </QueryView>
    </>
  );
}

function NoRequests({ search }: { readonly search: ActivitySearch }) {
  if (isFiltered(search)) {
    return (
      <EmptyState title="No request fits these filters">
        Look farther back, or take a filter away. The log keeps requests for 30 days unless your
        operator has set another time.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing has come in yet"
      action={
        <InternalLink to="/administration/scim/set-up">Connect your identity provider</InternalLink>
      }
    >
      As soon as your identity provider sends its first request, for example with the button that
      tests the connection there, it appears here by itself.
    </EmptyState>
  );
}

function ExportMenu({ search }: { readonly search: ActivitySearch }) {
  const link = (format: string) => urlOf('/activity/export', { ...toQuery(search), format });
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>What the filters show, 100,000 rows at most</Menu.Label>
        <Menu.Item component="a" href={link('csv')} download>
          CSV, for spreadsheets
        </Menu.Item>
        <Menu.Item component="a" href={link('jsonl')} download>
          JSON lines, for programs
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
