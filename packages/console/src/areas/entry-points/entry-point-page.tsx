import { Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { entryPointsQuery, rolesQuery } from '../../api/access.ts';
import { path } from '../../api/call.ts';
import type { Instant, Paged } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Trail } from '../../components/trail.tsx';
import { usePages } from '../../components/use-pages.ts';
import { When } from '../../components/when.tsx';
import { entryPointRoute } from './routes.tsx';

type Kind = 'group' | 'member';

interface Holder {
  readonly grantId: string;
  /** Key of a role. */
  readonly role: string;
  readonly subject: { readonly kind: Kind; readonly id: string; readonly isPushed: boolean };
  readonly name: string | null;
  readonly createdAt: Instant;
}

interface HoldersPage extends Paged {
  readonly holders: readonly Holder[];
}

/** Who was given which role on one entry point, by group or directly. */
export function EntryPointPage() {
  const { entryPoint: key } = entryPointRoute.useParams();
  const { who } = entryPointRoute.useSearch();
  const navigate = useNavigate({ from: entryPointRoute.fullPath });
  const { data } = useQuery(entryPointsQuery);
  const entryPoint = data?.find((one) => one.key === key);
  return (
    <Page
      title={entryPoint?.name ?? key}
      trail={<Trail steps={['Administration', 'Entry points']} />}
      description={
        entryPoint?.description ??
        'Who was given a role here. Roles of groups are changed on the page of the group, those of people on the page of the user.'
      }
    >
      <Tabs
        value={who ?? 'groups'}
        onChange={(value) =>
          void navigate({ search: value === 'members' ? { who: 'members' } : {} })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="groups">By group</Tabs.Tab>
          <Tabs.Tab value="members">Directly</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="groups" pt="md">
          <Holders entryPoint={key} kind="group" />
        </Tabs.Panel>
        <Tabs.Panel value="members" pt="md">
          <Holders entryPoint={key} kind="member" />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Holders({ entryPoint, kind }: { readonly entryPoint: string; readonly kind: Kind }) {
  const { data: roles } = useQuery(rolesQuery);
  const list = usePages<HoldersPage, Holder>({
    queryKey: ['holders', entryPoint],
    path: path`/entry-points/${entryPoint}/holders`,
    query: { kind },
    rows: ({ holders }) => holders,
  });
  const columns = useMemo((): readonly Column<Holder>[] => {
    return [
      {
        id: 'name',
        header: kind === 'group' ? 'Group' : 'User',
        width: 'minmax(0, 2fr)',
        cell: ({ subject, name }) => (
          <PathLink
            to={pageOf(kind, subject)}
            size="sm"
            fw={500}
            truncate
            dir="auto"
            title={name ?? subject.id}
          >
            {name ?? 'No name known'}
          </PathLink>
        ),
      },
      {
        id: 'role',
        header: 'Role',
        cell: ({ role }) => (
          <StatusBadge tone="info">
            {roles?.find(({ key }) => key === role)?.name ?? role}
          </StatusBadge>
        ),
      },
      {
        id: 'since',
        header: 'Since',
        from: 'sm',
        cell: ({ createdAt }) => <When at={createdAt} />,
      },
    ];
  }, [kind, roles]);
  return (
    <QueryView query={list}>
      {() =>
        list.rows.length === 0 ? (
          <EmptyState
            title={
              kind === 'group' ? 'No group has a role here' : 'Nobody has a role here directly'
            }
          >
            {kind === 'group'
              ? 'Open a group under Groups, choose a role for this entry point, and update the group.'
              : 'Open a person under Users and choose a role for this entry point. Most give roles to groups instead.'}
          </EmptyState>
        ) : (
          <>
            <DataTable
              label={kind === 'group' ? 'Groups with a role' : 'Users with a role'}
              columns={columns}
              rows={list.rows}
              rowKey={({ grantId }) => grantId}
              onEnd={list.fetchNext}
            />
            <Text size="xs" c="dimmed" mt="xs">
              A role includes the lower ones. Who is deactivated has none while they are.
            </Text>
          </>
        )
      }
    </QueryView>
  );
}

function pageOf(kind: Kind, { id, isPushed }: Holder['subject']): string {
  if (kind === 'member') return path`/administration/users/${id}`;
  return isPushed ? path`/administration/scim/groups/${id}` : path`/administration/groups/${id}`;
}
