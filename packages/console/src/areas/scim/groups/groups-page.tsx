import { Button, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CopyIcon } from '../../../components/copy-field.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Page } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { Trail } from '../../../components/trail.tsx';
import { usePages } from '../../../components/use-pages.ts';
import { When } from '../../../components/when.tsx';
import { PlanNotice } from '../plan-notice.tsx';
import { connectionsQuery } from '../queries.ts';
import { SearchField } from '../search-field.tsx';
import { GroupLink } from '../text-link.tsx';
import type { GroupPage, ListedGroup } from './types.ts';

const route = getRouteApi('/signed-in/org-admin/administration/scim/groups');

const COLUMNS: readonly Column<ListedGroup>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, name }) => <GroupLink id={id}>{name ?? id}</GroupLink>,
  },
  {
    id: 'members',
    header: 'Members',
    width: '5.5rem',
    align: 'right',
    cell: ({ members }) => members.toLocaleString('en'),
  },
  {
    id: 'mappings',
    header: 'Mappings',
    width: '8rem',
    from: 'xs',
    cell: ({ mappings }) => <Mapped count={mappings} />,
  },
  {
    id: 'id',
    header: 'SCIM id',
    width: '10rem',
    from: 'lg',
    cell: ({ id }) => <ScimId id={id} />,
  },
  {
    id: 'changed',
    header: 'Last change',
    width: '8.5rem',
    from: 'md',
    cell: ({ modifiedAt }) => <When at={modifiedAt} />,
  },
];

/** The groups that identity providers have pushed. */
export function GroupsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: connections = [] } = useQuery(connectionsQuery);
  const pages = usePages<GroupPage, ListedGroup>({
    queryKey: ['scim', 'groups'],
    path: '/scim/groups',
    query: { ...search },
    rows: (page) => page.groups,
  });
  return (
    <Page
      title="Groups"
      trail={<Trail steps={['Administration', 'SCIM']} />}
      description="Groups that your identity provider has pushed. Map a group to roles, and everybody in it has them."
    >
      <PlanNotice needs="groups" />
      <Group gap="sm">
        <SearchField
          label="Search groups"
          placeholder="Name begins with…"
          value={search.search ?? ''}
          onSearch={(text) =>
            void navigate({
              replace: true,
              search: (old) => ({ ...old, search: text || undefined }),
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
      <QueryView query={pages}>
        {() =>
          pages.rows.length === 0 ? (
            <NoGroups isFiltered={search.search !== undefined} />
          ) : (
            <DataTable
              label="Groups"
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

function Mapped({ count }: { readonly count: number }) {
  if (count === 0) return <StatusBadge tone="neutral">Gives nothing</StatusBadge>;
  return <StatusBadge tone="good">{count === 1 ? '1 mapping' : `${count} mappings`}</StatusBadge>;
}

function ScimId({ id }: { readonly id: string }) {
  return (
    <Group gap={2} wrap="nowrap">
      <span title={id}>…{id.slice(-8)}</span>
      <CopyIcon label={`Copy the SCIM id ${id}`} value={id} />
    </Group>
  );
}

function NoGroups({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState title="No group matches">
        The search finds what a name begins with. Try fewer letters.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No group has been pushed yet"
      action={
        <Button component={Link} to="/administration/scim/set-up">
          How to push groups
        </Button>
      }
    >
      Push a group in your identity provider (in Okta: Push Groups) and it appears here with its
      members. Then map it to roles.
    </EmptyState>
  );
}
