import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { InternalLink } from '../../components/internal-link.tsx';
import { When } from '../../components/when.tsx';
import type { Overview } from './overview-types.ts';

/** Numbers, each with the way to what it counts. */
export function Tiles({ overview }: { readonly overview: Overview }) {
  const { people, waiting, tokens, connections } = overview;
  const number = (value: number) =>
    value >= waiting.countedMax ? `${value.toLocaleString('en')}+` : value.toLocaleString('en');
  const held = connections.reduce((sum, one) => sum + one.held, 0);
  const [soonest] = tokens.toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1));
  return (
    <Stack component="section" aria-label="In numbers" gap="sm">
      <Title order={2} size="h4">
        In numbers
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm">
        <Tile
          label="Active members"
          to="/administration/users"
          value={people.activeMembers.toLocaleString('en')}
          note={seatsInWords(people)}
        />
        <Tile
          label="Groups from the identity provider"
          to="/administration/scim/groups"
          value={people.groups.toLocaleString('en')}
          note={`${people.users.toLocaleString('en')} users were provisioned`}
        />
        <Tile
          label="Invitations held"
          to="/administration/invitations"
          value={number(waiting.invitationsHeld)}
          note={`${number(waiting.invitationsPending)} sent and not yet accepted`}
        />
        <Tile
          label="Claims waiting"
          to="/administration/scim/claims"
          value={number(waiting.claims)}
          note={
            waiting.claims === 0
              ? 'Nobody waits to be recognised'
              : 'They have no permissions until you decide'
          }
        />
        <Tile
          label="Held changes"
          to="/administration/scim/held-changes"
          value={held.toLocaleString('en')}
          note={held === 0 ? 'The brake holds nothing' : 'Removals that wait for your decision'}
        />
        <Tile
          label="Tokens about to expire"
          to="/administration/developers/tokens"
          value={tokens.length.toLocaleString('en')}
          note={
            soonest === undefined ? (
              'None within 30 days'
            ) : (
              <>
                {soonest.name}: <When at={soonest.expiresAt} />
              </>
            )
          }
        />
      </SimpleGrid>
    </Stack>
  );
}

interface TileProps {
  readonly label: string;
  readonly to: string;
  readonly value: string;
  readonly note: ReactNode;
}

function Tile({ label, to, value, note }: TileProps) {
  return (
    <Paper withBorder p="md">
      <InternalLink to={to} size="sm" underline="hover">
        {label}
      </InternalLink>
      <Text fz={28} fw={650} lh={1.3}>
        {value}
      </Text>
      <Text size="xs" c="dimmed" component="div" lineClamp={2}>
        {note}
      </Text>
    </Paper>
  );
}

function seatsInWords({ activeMembers, seats }: Overview['people']): string {
  if (seats === null) return 'Seats are not limited';
  const left = Math.max(0, seats - activeMembers);
  return `Of ${seats.toLocaleString('en')} seats; ${left.toLocaleString('en')} left`;
}
