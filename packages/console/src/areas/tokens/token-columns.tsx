import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDots, IconRotate, IconTrash } from '@tabler/icons-react';
import type { Column } from '../../components/data-table.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { When } from '../../components/when.tsx';
import { Expiry } from './expiry.tsx';
import { TokenName } from './token-name.tsx';
import { type Connection, isUsable, scopeNames, type Token } from './tokens.ts';

interface ColumnsOptions {
  readonly tokens: readonly Token[];
  readonly connections: readonly Connection[];
  readonly onRotate: (id: string) => void;
  readonly onRevoke: (id: string) => void;
}

/** The connection only where there are several. */
export function tokenColumns(options: ColumnsOptions): readonly Column<Token>[] {
  const { tokens, connections } = options;
  const connectionName = (id: string | null) =>
    connections.find((connection) => connection.id === id)?.name ?? '–';
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(0, 2fr)',
      cell: (token) => <TokenName token={token} all={tokens} />,
    },
    { id: 'scope', header: 'Permission', cell: scopeNames, from: 'md' },
    { id: 'owner', header: 'Owner', cell: (token) => <Owner token={token} />, from: 'md' },
    ...(connections.length > 1
      ? [
          {
            id: 'connection',
            header: 'Connection',
            cell: (token: Token) => (
              <Text size="sm" truncate title={connectionName(token.connectionId)}>
                {connectionName(token.connectionId)}
              </Text>
            ),
            from: 'lg',
          } as const,
        ]
      : []),
    { id: 'use', header: 'Last use', cell: (token) => <LastUse token={token} />, from: 'sm' },
    {
      id: 'expiry',
      header: 'Expires',
      width: '7.5rem',
      cell: (token) => <Expiry token={token} />,
    },
    {
      id: 'actions',
      header: 'Actions',
      isHeaderHidden: true,
      width: '2rem',
      align: 'right',
      cell: (token) => <Actions token={token} {...options} />,
    },
  ];
}

function Owner({ token: { owner } }: { readonly token: Token }) {
  return (
    <>
      <Text size="sm" truncate title={owner?.name}>
        {owner?.name ?? 'Somebody who was erased'}
      </Text>
      {owner?.left !== false && <StatusBadge tone="warning">Left</StatusBadge>}
    </>
  );
}

function LastUse({ token: { lastUsedAt, lastUsedFrom } }: { readonly token: Token }) {
  return (
    <>
      <When at={lastUsedAt} none="Never" />
      {lastUsedFrom !== null && (
        <Text size="xs" c="dimmed" truncate title={lastUsedFrom}>
          from {lastUsedFrom}
        </Text>
      )}
    </>
  );
}

function Actions({ token, onRotate, onRevoke }: { readonly token: Token } & ColumnsOptions) {
  if (!isUsable(token, Date.now())) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`What to do with ${token.name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconRotate size={16} />} onClick={() => onRotate(token.id)}>
          Rotate
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => onRevoke(token.id)}>
          Revoke
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
