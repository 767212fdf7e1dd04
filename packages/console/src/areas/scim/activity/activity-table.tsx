import { Stack, Text } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { InternalLink } from '../../../components/internal-link.tsx';
import { useConnectionNames } from '../connections.ts';
import { Clock, duration } from './clock.tsx';
import { HttpStatus } from './status.tsx';
import type { ActivityEntry } from './types.ts';
import { useTokenNames } from './use-tokens.ts';

interface ActivityTableProps {
  readonly label: string;
  readonly rows: readonly ActivityEntry[];
  readonly onEnd?: () => void;
}

/** Requests, newest first; each leads to its page. */
export function ActivityTable({ label, rows, onEnd }: ActivityTableProps) {
  const { nameOf, isSeveral } = useConnectionNames();
  const tokens = useTokenNames();
  const columns = useMemo(
    (): readonly Column<ActivityEntry>[] => [
      { id: 'at', header: 'Time', width: '76px', cell: ({ at }) => <Clock at={at} /> },
      { id: 'meaning', header: 'What', cell: (row) => <What row={row} /> },
      ...(isSeveral
        ? [
            {
              id: 'connection',
              header: 'Connection',
              width: '120px',
              from: 'md' as const,
              cell: (row: ActivityEntry) => <Name text={nameOf(row.connectionId)} />,
            },
          ]
        : []),
      {
        id: 'token',
        header: 'Token',
        width: '130px',
        from: 'lg',
        cell: ({ tokenId }) => <Name text={tokens.nameOf(tokenId)} />,
      },
      {
        id: 'duration',
        header: 'Took',
        width: '72px',
        from: 'sm',
        align: 'right',
        cell: ({ durationUs }) => duration(durationUs),
      },
      {
        id: 'status',
        header: 'Status',
        width: '70px',
        align: 'right',
        cell: ({ status }) => <HttpStatus status={status} />,
      },
    ],
    [isSeveral, nameOf, tokens.nameOf],
  );
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => String(id)}
      {...(onEnd === undefined ? {} : { onEnd })}
    />
  );
}

function Name({ text }: { readonly text: string }) {
  return (
    <Text size="sm" truncate title={text}>
      {text}
    </Text>
  );
}

function What({ row }: { readonly row: ActivityEntry }) {
  const line = `${row.method} ${row.path}${row.query === '' ? '' : `?${row.query}`}`;
  return (
    <Stack gap={0}>
      <InternalLink
        to={`/administration/scim/activity/${row.id}`}
        size="sm"
        lineClamp={2}
        title={row.meaning}
        underline="hover"
      >
        {row.meaning}
      </InternalLink>
      <Text size="xs" c="dimmed" ff="monospace" truncate title={line}>
        {row.notes.length > 0 && (
          <IconNote size={13} aria-label="Has notes" role="img" style={{ verticalAlign: '-2px' }} />
        )}{' '}
        {line}
      </Text>
    </Stack>
  );
}
