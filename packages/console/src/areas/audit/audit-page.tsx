import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { urlOf } from '../../api/call.ts';
import { given } from '../../api/search-params.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Trail } from '../../components/trail.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { ChainSection } from './chain-section.tsx';
import { columnsOf } from './columns.tsx';
import { filtersOf, useRecords } from './records.ts';
import { type AuditSearch, auditRoute } from './routes.tsx';

/** Who changed what, and when, since the beginning. */
export function AuditPage() {
  const search = auditRoute.useSearch();
  const { open } = search;
  const navigate = useNavigate({ from: auditRoute.fullPath });
  const list = useRecords(search);
  const set = useCallback(
    (change: { readonly [K in keyof AuditSearch]?: AuditSearch[K] | undefined }) =>
      void navigate({
        replace: true,
        resetScroll: false,
        search: ({ since, until, actor, action, subject, text, open: opened }) =>
          given<AuditSearch>({
            ...{ since, until, actor, action, subject, text },
            open: opened,
            ...change,
          }),
      }),
    [navigate],
  );
  const columns = useMemo(
    () =>
      columnsOf({
        open,
        onOpen: (seq) => set({ open: seq }),
        onActor: (actor) => set({ actor, open: undefined }),
      }),
    [open, set],
  );
  return (
    <Page
      title="Audit log"
      trail={<Trail steps={['Administration']} />}
      description="Every change in your organisation: when, by whom, and from what to what. It is kept for ever, and nobody can change it unnoticed."
      actions={(['csv', 'jsonl'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={urlOf('/exports/audit', { ...filtersOf(search), format })}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {format === 'csv' ? 'Export CSV' : 'Export JSON lines'}
        </Button>
      ))}
    >
      <AuditFilters search={search} onChange={set} />
      <QueryView query={list}>
        {() =>
          list.rows.length > 0 ? (
            <DataTable
              label="Audit records"
              columns={columns}
              rows={list.rows}
              rowKey={({ seq }) => String(seq)}
              onEnd={list.fetchNext}
            />
          ) : list.hasNextPage ? (
            <Group>
              <Text size="sm">Nothing among the records looked at so far.</Text>
              <Button variant="default" size="xs" onClick={list.fetchNext}>
                Look further back
              </Button>
            </Group>
          ) : (
            <EmptyState title="No record matches">
              Whatever anybody changes is recorded here. Take a filter away to see more.
            </EmptyState>
          )
        }
      </QueryView>
      <ChainSection />
    </Page>
  );
}
