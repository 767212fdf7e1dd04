import { Button, Group as Row } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { path, post } from '../../api/call.ts';
import { given } from '../../api/search-params.ts';
import { ChoiceFilter } from '../../components/choice-filter.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SearchBox } from '../../components/search-box.tsx';
import { Trail } from '../../components/trail.tsx';
import { GroupNameDialog } from './group-name-dialog.tsx';
import { type Group, groupsQuery, useGroupsChanged } from './queries.ts';
import { type GroupsSearch, groupsRoute } from './routes.tsx';

/** All groups, whoever made them. */
export function GroupsPage() {
  const search = groupsRoute.useSearch();
  const navigate = useNavigate({ from: groupsRoute.fullPath });
  const groups = useQuery(groupsQuery);
  const [isNaming, naming] = useDisclosure(false);
  const set = (change: { readonly [K in keyof GroupsSearch]: GroupsSearch[K] | undefined }) =>
    void navigate({
      replace: true,
      search: ({ q, kind }) => given<GroupsSearch>({ q, kind, ...change }),
    });
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={naming.open}>
      New group
    </Button>
  );
  return (
    <Page
      title="Groups"
      trail={<Trail steps={['Administration']} />}
      description="A group has roles, and everybody in it has them, too. Groups that your identity provider pushes are changed there; groups made here are changed here, and take people from anywhere."
      actions={create}
    >
      <QueryView query={groups}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title="There are no groups yet" action={create}>
              Push groups from your identity provider, or make one here. Then give it roles: whoever
              is in it has them at once.
            </EmptyState>
          ) : (
            <>
              <Row align="flex-end" gap="sm">
                <SearchBox
                  label="Name contains"
                  value={search.q ?? ''}
                  onSearch={(text) => set({ q: text || undefined })}
                />
                <ChoiceFilter
                  label="Kind"
                  value={search.kind}
                  choices={[
                    ['local', 'Made here'],
                    ['pushed', 'Pushed'],
                  ]}
                  onChange={(kind) => set({ kind })}
                />
              </Row>
              <Matching groups={all} search={search} />
            </>
          )
        }
      </QueryView>
      {isNaming && <NewGroup onClose={naming.close} />}
    </Page>
  );
}

function Matching(props: { readonly groups: readonly Group[]; readonly search: GroupsSearch }) {
  const { groups, search } = props;
  const { q = '', kind } = search;
  const rows = useMemo(
    () =>
      groups.filter(
        ({ name, connectionId }) =>
          (kind === undefined || (kind === 'local') === (connectionId === null)) &&
          (name ?? '').toLowerCase().includes(q.toLowerCase()),
      ),
    [groups, q, kind],
  );
  if (rows.length === 0) {
    return <EmptyState title="No group matches">Type less, or show all kinds.</EmptyState>;
  }
  return <DataTable label="Groups" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />;
}

const COLUMNS: readonly Column<Group>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(0, 2fr)',
    cell: ({ id, name, connectionId }) => (
      <PathLink
        to={
          connectionId === null
            ? path`/administration/groups/${id}`
            : path`/administration/scim/groups/${id}`
        }
        size="sm"
        fw={500}
        truncate
        dir="auto"
        title={name ?? id}
      >
        {name ?? id}
      </PathLink>
    ),
  },
  {
    id: 'kind',
    header: 'Kind',
    cell: ({ connectionId }) =>
      connectionId === null ? 'Made here' : 'Pushed by the identity provider',
  },
];

function NewGroup({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter();
  const changed = useGroupsChanged();
  return (
    <GroupNameDialog
      title="New group"
      name=""
      action="Create group"
      onClose={onClose}
      onName={async (name) => {
        const { id } = await post<Group>('/groups', { name });
        await changed();
        await router.navigate({ to: '/administration/groups/$group', params: { group: id } });
      }}
    />
  );
}
