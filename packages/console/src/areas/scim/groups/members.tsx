import { Group, Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { path } from '../../../api/call.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { usePages } from '../../../components/use-pages.ts';
import { SearchField } from '../search-field.tsx';
import { GroupLink, UserLink } from '../text-link.tsx';
import type { GroupMember, GroupMemberPage, ShownGroup } from './types.ts';

const route = getRouteApi('/signed-in/org-admin/administration/scim/groups/$group');

const COLUMNS: readonly Column<GroupMember>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, kind, name, userName }) =>
      kind === 'Group' ? (
        <GroupLink id={id}>{name ?? id}</GroupLink>
      ) : (
        <UserLink id={id}>{name ?? userName ?? id}</UserLink>
      ),
  },
  {
    id: 'userName',
    header: 'User name',
    from: 'sm',
    cell: ({ userName }) => (
      <Text truncate inherit title={userName ?? ''}>
        <bdi>{userName ?? '–'}</bdi>
      </Text>
    ),
  },
  { id: 'what', header: 'Status', width: '9.5rem', cell: (member) => <Standing member={member} /> },
];

/** Who is in a group, by name. */
export function Members({ group }: { readonly group: ShownGroup }) {
  const { search } = route.useSearch();
  const navigate = route.useNavigate();
  const pages = usePages<GroupMemberPage, GroupMember>({
    queryKey: ['scim', 'groups', 'members', group.id],
    path: path`/scim/groups/${group.id}/members`,
    query: { search },
    rows: (page) => page.members,
  });
  return (
    <Stack gap="sm">
      <Group>
        <SearchField
          label="Search members"
          placeholder="Name or user name begins with…"
          value={search ?? ''}
          onSearch={(text) =>
            void navigate({
              replace: true,
              search: (old) => ({ ...old, search: text || undefined }),
            })
          }
        />
      </Group>
      <QueryView query={pages}>
        {() =>
          pages.rows.length === 0 ? (
            <NoMembers isFiltered={search !== undefined} />
          ) : (
            <DataTable
              label="Members"
              columns={COLUMNS}
              rows={pages.rows}
              rowKey={({ id }) => id}
              onEnd={pages.fetchNext}
              {...(search === undefined ? { total: group.members } : {})}
            />
          )
        }
      </QueryView>
    </Stack>
  );
}

function Standing({ member: { kind, active, memberId } }: { readonly member: GroupMember }) {
  if (kind === 'Group') return <StatusBadge tone="info">Group</StatusBadge>;
  if (memberId === null) return <StatusBadge tone="warning">Waits for a claim</StatusBadge>;
  return active ? (
    <StatusBadge tone="good">Active</StatusBadge>
  ) : (
    <StatusBadge tone="neutral">Inactive</StatusBadge>
  );
}

function NoMembers({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState title="Nobody matches">
        The search finds what a name or user name begins with. Try fewer letters.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="The group is empty">
      Put people into it at your identity provider, and push it again. Whoever is not assigned to
      this application there is not in it here.
    </EmptyState>
  );
}
