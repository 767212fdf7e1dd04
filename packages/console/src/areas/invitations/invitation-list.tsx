import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { path } from '../../api/call.ts';
import type { Paged } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { nameOf } from '../../components/person-name.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { usePages } from '../../components/use-pages.ts';
import { When } from '../../components/when.tsx';
import { ReleaseBar } from './release-bar.tsx';
import type { Invitation, State } from './types.ts';

interface InvitationPage extends Paged {
  readonly invitations: readonly Invitation[];
}

interface InvitationListProps {
  readonly state: State;
  readonly search: string;
  /** What it means to be in that state. */
  readonly meaning: string;
  readonly searchBox: ReactNode;
}

/** Released at once by choice; more go by "Release all". */
const CHOSEN_MAX = 500;

const EMPTY: Readonly<Record<State, readonly [string, string]>> = {
  held: [
    'Nothing is held',
    'Invitations wait here when you hold them, or when the connection of your identity provider does: it is its setting "Invitations".',
  ],
  pending: [
    'Nobody has an open invitation',
    'Invite people, or release invitations that are held.',
  ],
  expired: [
    'No invitation has expired',
    'A link works for 7 days; those that nobody used come here.',
  ],
  accepted: ['Nobody has accepted yet', 'Whoever follows the link in the mail appears here.'],
  withdrawn: ['None was withdrawn', 'Invitations that you take back appear here.'],
};

/** The invitations in one state, page by page. */
export function InvitationList({ state, search, meaning, searchBox }: InvitationListProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = usePages<InvitationPage, Invitation>({
    queryKey: ['invitations', 'list'],
    path: '/invitations',
    query: { state, search },
    rows: ({ invitations }) => invitations,
  });
  const columns = useMemo(
    () => (state === 'held' ? [choice(chosen, setChosen), ...COLUMNS(state)] : COLUMNS(state)),
    [state, chosen],
  );
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {meaning}
      </Text>
      <Group align="flex-end" gap="sm">
        {searchBox}
        {state === 'held' && <ReleaseBar chosen={chosen} onReleased={() => setChosen(new Set())} />}
      </Group>
      <QueryView query={list}>
        {() =>
          list.rows.length === 0 ? (
            <EmptyState title={search === '' ? EMPTY[state][0] : 'Nobody matches'}>
              {search === '' ? EMPTY[state][1] : 'No name or address here contains that.'}
            </EmptyState>
          ) : (
            <DataTable
              label="Invitations"
              columns={columns}
              rows={list.rows}
              rowKey={({ id }) => id}
              onEnd={list.fetchNext}
            />
          )
        }
      </QueryView>
    </Stack>
  );
}

function choice(
  chosen: ReadonlySet<string>,
  setChosen: (chosen: ReadonlySet<string>) => void,
): Column<Invitation> {
  function toggle(id: string) {
    const next = new Set(chosen);
    if (!next.delete(id) && next.size < CHOSEN_MAX) next.add(id);
    setChosen(next);
  }
  return {
    id: 'choice',
    header: 'Pick',
    width: '3rem',
    cell: (invitation) => (
      <Checkbox
        checked={chosen.has(invitation.id)}
        disabled={invitation.email === null}
        onChange={() => toggle(invitation.id)}
        aria-label={`Choose ${nameOf(invitation)}`}
      />
    ),
  };
}

const COLUMNS = (state: State): readonly Column<Invitation>[] => [
  { id: 'person', header: 'For', width: 'minmax(0, 2fr)', cell: Recipient },
  { id: 'gives', header: 'Gives', from: 'sm', cell: gives },
  {
    id: 'made',
    header: 'Invited',
    width: '8rem',
    from: 'md',
    cell: ({ createdAt }) => <When at={createdAt} />,
  },
  { id: 'when', header: HEADER[state], width: '7.5rem', cell: (one) => moment(one) },
];

const HEADER: Readonly<Record<State, string>> = {
  held: 'Waits for',
  pending: 'Expires',
  expired: 'Expired',
  accepted: 'Accepted',
  withdrawn: 'Withdrawn',
};

function Recipient(invitation: Invitation) {
  return (
    <Stack gap={0} miw={0}>
      <PathLink
        to={path`/administration/invitations/${invitation.id}`}
        size="sm"
        fw={500}
        truncate
        dir="auto"
        title={nameOf(invitation)}
      >
        {nameOf(invitation)}
      </PathLink>
      {invitation.displayName !== null && (
        <Text size="xs" c="dimmed" truncate title={invitation.email ?? ''}>
          {invitation.email ?? 'No address'}
        </Text>
      )}
    </Stack>
  );
}

/** What accepting gives, in few words. */
function gives({ orgAdmin, roles, memberId }: Invitation): string {
  if (memberId !== null) return 'A way to sign in';
  const parts = [
    ...(orgAdmin ? ['Org Admin'] : []),
    ...(roles.length > 0 ? [`${roles.length} role${roles.length === 1 ? '' : 's'}`] : []),
  ];
  return parts.length === 0 ? 'Membership' : parts.join(', ');
}

function moment({ state, holdReason, expiresAt, endedAt }: Invitation): ReactNode {
  if (state === 'held') return holdReason === 'no_address' ? 'An address' : 'You';
  if (state === 'pending') return <When at={expiresAt} none="7 days after it is sent" />;
  return <When at={state === 'expired' ? expiresAt : endedAt} />;
}
