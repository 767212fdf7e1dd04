import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type EntryPoint, entryPointsQuery } from '../../api/access.ts';
import { path } from '../../api/call.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Trail } from '../../components/trail.tsx';

/** The parts of the application that people are given a role on. */
export function EntryPointsPage() {
  const entryPoints = useQuery(entryPointsQuery);
  return (
    <Page
      title="Entry points"
      trail={<Trail steps={['Administration']} />}
      description="An entry point is a part of the application that people are given a role on. Whoever runs the service defines them; you decide who has which role."
    >
      <QueryView query={entryPoints}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title="There are no entry points yet">
              Whoever runs the service defines them for your organisation, and then they appear
              here. Ask them which parts of the application you have bought.
            </EmptyState>
          ) : (
            <DataTable label="Entry points" columns={COLUMNS} rows={all} rowKey={({ id }) => id} />
          )
        }
      </QueryView>
    </Page>
  );
}

const COLUMNS: readonly Column<EntryPoint>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ key, name }) => (
      <PathLink
        to={path`/administration/entry-points/${key}`}
        size="sm"
        fw={500}
        truncate
        dir="auto"
        title={name}
      >
        {name}
      </PathLink>
    ),
  },
  {
    id: 'key',
    header: 'Key',
    cell: ({ key }) => (
      <Text size="sm" ff="monospace" truncate title={key}>
        {key}
      </Text>
    ),
  },
  {
    id: 'description',
    header: 'What it is',
    width: 'minmax(0, 2fr)',
    from: 'sm',
    cell: ({ description }) => (
      <Text size="sm" lineClamp={2} dir="auto" title={description ?? ''}>
        {description}
      </Text>
    ),
  },
];
