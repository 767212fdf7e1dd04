import { Checkbox, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { InternalLink } from '../../../components/internal-link.tsx';
import { When } from '../../../components/when.tsx';
import type { HeldChange } from './held-types.ts';
import { changeInWords, count } from './words.ts';

interface HeldTableProps {
  readonly rows: readonly HeldChange[];
  readonly total: number;
  readonly onEnd: () => void;
  readonly picked: ReadonlySet<string>;
  readonly onPick: (ids: ReadonlySet<string>) => void;
}

/** What waits, with a box to pick each. */
export function HeldTable({ rows, total, onEnd, picked, onPick }: HeldTableProps) {
  const columns = useMemo(
    (): readonly Column<HeldChange>[] => [
      {
        id: 'pick',
        header: 'Pick',
        width: '40px',
        cell: (row) => (
          <Checkbox
            aria-label={`Pick: ${changeInWords(row)}`}
            checked={picked.has(row.id)}
            onChange={(event) => {
              const next = new Set(picked);
              if (event.currentTarget.checked) next.add(row.id);
              else next.delete(row.id);
              onPick(next);
            }}
          />
        ),
      },
      { id: 'what', header: 'What would happen', cell: (row) => <Wanted row={row} /> },
      {
        id: 'tries',
        header: 'Tried',
        width: '110px',
        from: 'sm',
        cell: ({ tries }) => count(tries, 'time'),
      },
      {
        id: 'last',
        header: 'Last tried',
        width: '140px',
        from: 'sm',
        cell: ({ lastSeenAt }) => <When at={lastSeenAt} />,
      },
    ],
    [picked, onPick],
  );
  return (
    <DataTable
      label="Held changes, the oldest first"
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      total={total}
      onEnd={onEnd}
    />
  );
}

/** In words, with a way to whom it is about. */
export function Wanted({ row }: { readonly row: HeldChange }) {
  const words = changeInWords(row);
  const page = row.resourceType === 'Group' ? 'groups' : 'users';
  if (row.displayName === null) return <Text size="sm">{words}</Text>;
  return (
    <Stack gap={0}>
      <InternalLink
        to={`/administration/scim/${page}/${encodeURIComponent(row.resourceId)}`}
        size="sm"
        lineClamp={2}
        underline="hover"
        title={words}
      >
        {words}
      </InternalLink>
    </Stack>
  );
}
