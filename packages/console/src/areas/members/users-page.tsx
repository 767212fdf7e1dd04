import { Button, Group, Text } from '@mantine/core';
import { IconDownload, IconUserPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { urlOf } from '../../api/call.ts';
import type { Paged } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { PersonName } from '../../components/person-name.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Trail } from '../../components/trail.tsx';
import { usePages } from '../../components/use-pages.ts';
import { When } from '../../components/when.tsx';
import { type UsersSearch, usersRoute } from './routes.tsx';
import type { ListedMember } from './types.ts';
import { UserFilters } from './user-filters.tsx';

interface MembersPage extends Paged {
  readonly members: readonly ListedMember[];
}

const COLUMNS: readonly Column<ListedMember>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(0, 2fr)',
    cell: (member) => <PersonName person={member} />,
  },
  {
    id: 'status',
    header: 'Status',
    width: '7rem',
    cell: ({ active }) =>
      active ? (
        <StatusBadge tone="good">Active</StatusBadge>
      ) : (
        <StatusBadge tone="neutral">Deactivated</StatusBadge>
      ),
  },
  {
    id: 'role',
    header: 'Administers',
    width: '7rem',
    from: 'sm',
    cell: ({ orgAdmin }) => orgAdmin && <StatusBadge tone="info">Org Admin</StatusBadge>,
  },
  { id: 'source', header: 'Kept by', from: 'md', cell: keptBy },
  {
    id: 'sign-in',
    header: 'Sign-in',
    width: '7rem',
    from: 'md',
    cell: ({ canSignIn }) => (canSignIn ? 'Set up' : 'Not set up'),
  },
  {
    id: 'since',
    header: 'Since',
    width: '8rem',
    from: 'lg',
    cell: ({ createdAt }) => <When at={createdAt} />,
  },
];

/** Everybody in the organisation, wherever they come from. */
export function UsersPage() {
  const search = usersRoute.useSearch();
  const query = queryOf(search);
  const list = usePages<MembersPage, ListedMember>({
    queryKey: ['members', 'list'],
    path: '/members',
    query,
    rows: ({ members }) => members,
  });
  return (
    <Page
      title="Users"
      trail={<Trail steps={['Administration']} />}
      description="Everybody in your organisation: people whom your identity provider assigned, and people you invited."
      actions={
        <>
          <Button
            component="a"
            href={urlOf('/exports/members', query)}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            Export CSV
          </Button>
          <Button
            component={Link}
            to="/administration/invitations/new"
            leftSection={<IconUserPlus size={16} />}
          >
            Invite people
          </Button>
        </>
      }
    >
      <UserFilters search={search} />
      <QueryView query={list}>
        {() =>
          list.rows.length === 0 && list.hasNextPage ? (
            <SearchOn onMore={list.fetchNext} />
          ) : list.rows.length === 0 ? (
            <NobodyFound isFiltered={Object.keys(search).length > 0} />
          ) : (
            <DataTable
              label="Users"
              columns={COLUMNS}
              rows={list.rows}
              rowKey={({ id }) => id}
              onEnd={list.fetchNext}
            />
          )
        }
      </QueryView>
    </Page>
  );
}

function keptBy({ local, userIds }: ListedMember) {
  if (userIds.length > 0) return local ? 'Identity provider, and here' : 'Identity provider';
  return local ? 'Made here' : 'Nobody any more';
}

function SearchOn({ onMore }: { readonly onMore: () => void }) {
  return (
    <Group>
      <Text size="sm">Nobody among those looked at so far.</Text>
      <Button variant="default" size="xs" onClick={onMore}>
        Look further
      </Button>
    </Group>
  );
}

function NobodyFound({ isFiltered }: { readonly isFiltered: boolean }) {
  if (!isFiltered) {
    return (
      <EmptyState title="There is nobody yet">
        People appear here when your identity provider assigns them, or when they accept an
        invitation.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nobody matches"
      action={
        <Button component={Link} to="/administration/users" variant="default">
          Show everybody
        </Button>
      }
    >
      The search looks at how names, addresses and user names begin. Type the first letters, or take
      a filter away.
    </EmptyState>
  );
}

function queryOf({ q, status, admin, source, signIn }: UsersSearch) {
  return {
    search: q,
    active: status && status === 'active',
    orgAdmin: admin && admin === 'yes',
    source,
    canSignIn: signIn && signIn === 'ready',
  };
}
