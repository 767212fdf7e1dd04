import { Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Trail } from '../../../components/trail.tsx';
import { usePages } from '../../../components/use-pages.ts';
import { When } from '../../../components/when.tsx';
import { PlanNotice } from '../plan-notice.tsx';
import { connectionsQuery } from '../queries.ts';
import { SearchField } from '../search-field.tsx';
import { UserLink } from '../text-link.tsx';
import type { ListedUser, UserPage } from './types.ts';
import { UserStatus } from './user-status.tsx';

const route = getRouteApi('/signed-in/org-admin/administration/scim/users');

const COLUMNS: readonly Column<ListedUser>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, name, userName }) => <UserLink id={id}>{name ?? userName}</UserLink>,
  },
  {
    id: 'userName',
    header: 'User name',
    from: 'sm',
    cell: ({ userName }) => <Cut text={userName} />,
  },
  { id: 'status', header: 'Status', width: '9.5rem', cell: (user) => <UserStatus user={user} /> },
  {
    id: 'member',
    header: 'Member',
    from: 'lg',
    cell: ({ memberId, memberName }) => (
      <Cut text={memberId === null ? 'Not decided yet' : (memberName ?? 'Made for this user')} />
    ),
  },
  {
    id: 'groups',
    header: 'Groups',
    width: '4.5rem',
    from: 'md',
    align: 'right',
    cell: ({ groups }) => groups,
  },
  {
    id: 'changed',
    header: 'Last change',
    width: '8.5rem',
    from: 'md',
    cell: ({ modifiedAt }) => <When at={modifiedAt} />,
  },
];

const STATUSES = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'inactive', label: 'Inactive' },
  { value: 'waiting', label: 'Waiting' },
];

/** Everybody whom identity providers have pushed. */
export function UsersPage() {
  const search = route.useSearch();
  const pages = usePages<UserPage, ListedUser>({
    queryKey: ['scim', 'users'],
    path: '/scim/users',
    query: { ...search },
    rows: (page) => page.users,
  });
  const isFiltered = search.search !== undefined || search.status !== undefined;
  return (
    <Page
      title="Users"
      trail={<Trail steps={['Administration', 'SCIM']} />}
      description="The people whom your identity provider has sent. They are changed there; here you see what that means."
    >
      <PlanNotice needs="users" />
      <Filters />
      <QueryView query={pages}>
        {() =>
          pages.rows.length === 0 ? (
            <NoUsers isFiltered={isFiltered} />
          ) : (
            <DataTable
              label="Users"
              columns={COLUMNS}
              rows={pages.rows}
              rowKey={({ id }) => id}
              onEnd={pages.fetchNext}
            />
          )
        }
      </QueryView>
    </Page>
  );
}

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: connections = [] } = useQuery(connectionsQuery);
  const total = connections.reduce((sum, { users }) => sum + users, 0);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <SearchField
          label="Search users"
          placeholder="Name, user name or e-mail begins with…"
          value={search.search ?? ''}
          onSearch={(text) =>
            void navigate({
              replace: true,
              search: (old) => ({ ...old, search: text || undefined }),
            })
          }
        />
        <SegmentedControl
          aria-label="Status"
          data={STATUSES}
          value={search.status ?? 'all'}
          onChange={(status) =>
            void navigate({
              search: ({ status: _, ...old }) => (status === 'all' ? old : { ...old, status }),
            })
          }
        />
        {connections.length > 1 && (
          <Select
            aria-label="Connection"
            placeholder="All connections"
            clearable
            data={connections.map(({ id, name }) => ({ value: id, label: name }))}
            value={search.connection ?? null}
            onChange={(connection) =>
              void navigate({
                search: ({ connection: _, ...old }) =>
                  connection === null ? old : { ...old, connection },
              })
            }
          />
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {total === 1 ? '1 user altogether' : `${total.toLocaleString('en')} users altogether`}, by
        name.
      </Text>
    </Stack>
  );
}

function NoUsers({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState title="Nobody matches">
        The search finds what a name, user name or e-mail address begins with. Try fewer letters, or
        another status.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nobody has been sent yet"
      action={
        <Button component={Link} to="/administration/scim/set-up">
          Connect your identity provider
        </Button>
      }
    >
      When somebody is assigned to this application in your identity provider, they appear here a
      moment later. People who joined by an invitation are members, but no users of SCIM.
    </EmptyState>
  );
}

function Cut({ text }: { readonly text: string }) {
  return (
    <Text truncate inherit title={text}>
      <bdi>{text}</bdi>
    </Text>
  );
}
