import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { usePages } from '../../../components/use-pages.ts';
import { When } from '../../../components/when.tsx';
import { type Decision, DecisionDialog } from './decision-dialog.tsx';
import { Wanted } from './held-table.tsx';
import type { HeldChange, HeldPage, HeldState } from './held-types.ts';
import { changeInWords } from './words.ts';

type Decided = Exclude<HeldState, 'held'>;

const ABOUT: Readonly<Record<Decided, string>> = {
  released:
    'Released, and not yet repeated by the identity provider. Members leave a group when it does.',
  discarded:
    'Refused. Whoever it is about stays. Forgotten a week after the identity provider stops asking; until then, an attempt after the window asks you again.',
  done: 'Made, taken back by the identity provider, or no longer there to be made. Kept for 90 days.',
};
const NONE: Readonly<Record<Decided, string>> = {
  released: 'Nothing is on its way',
  discarded: 'Nothing was discarded',
  done: 'Nothing was decided yet',
};
const COLUMNS: readonly Column<HeldChange>[] = [
  { id: 'what', header: 'What', cell: (row) => <Wanted row={row} /> },
  {
    id: 'by',
    header: 'Decided by',
    width: '180px',
    from: 'sm',
    cell: ({ decidedAt, decidedByName }) => (
      <Text size="sm" truncate title={decidedByName ?? ''}>
        {decidedAt === null ? 'Nobody' : (decidedByName ?? 'Who runs the service')}
      </Text>
    ),
  },
  {
    id: 'when',
    header: 'When',
    width: '110px',
    cell: ({ decidedAt, lastSeenAt }) => <When at={decidedAt ?? lastSeenAt} />,
  },
];

/** What was decided about. */
export function HistoryTable({ state }: { readonly state: Decided }) {
  const [decision, setDecision] = useState<Decision>();
  const columns = useMemo(
    () => (state === 'discarded' ? [...COLUMNS, releaseColumn(setDecision)] : COLUMNS),
    [state],
  );
  const list = usePages<HeldPage, HeldChange>({
    queryKey: ['held', 'changes'],
    path: '/held-changes',
    query: { state },
    rows: ({ changes }) => changes,
  });
  return (
    <QueryView query={list}>
      {() =>
        list.rows.length === 0 ? (
          <EmptyState title={NONE[state]}>{ABOUT[state]}</EmptyState>
        ) : (
          <>
            <Text size="sm" c="dimmed" mb="sm">
              {ABOUT[state]}
            </Text>
            <DataTable
              label={`Changes that were decided about: ${state}`}
              columns={columns}
              rows={list.rows}
              rowKey={({ id }) => id}
              onEnd={list.fetchNext}
            />
            <DecisionDialog decision={decision} onClose={() => setDecision(undefined)} />
          </>
        )
      }
    </QueryView>
  );
}

/** Second thoughts. */
function releaseColumn(onRelease: (decision: Decision) => void): Column<HeldChange> {
  return {
    id: 'release',
    header: 'Decide anew',
    width: '110px',
    cell: (row) => (
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Release: ${changeInWords(row)}`}
        onClick={() => onRelease({ kind: 'release', count: 1, ids: [row.id] })}
      >
        Release
      </Button>
    ),
  };
}
