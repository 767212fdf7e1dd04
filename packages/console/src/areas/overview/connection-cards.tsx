import { Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { InternalLink } from '../../components/internal-link.tsx';
import { StatusBadge, type Tone } from '../../components/status-badge.tsx';
import { When } from '../../components/when.tsx';
import { count } from '../scim/held/words.ts';
import type { ConnectionOverview } from './overview-types.ts';

/** How each connection is doing. */
export function ConnectionCards({
  connections,
}: {
  readonly connections: readonly ConnectionOverview[];
}) {
  return (
    <Stack component="section" aria-label="Provisioning" gap="sm">
      <Title order={2} size="h4">
        Provisioning
      </Title>
      <SimpleGrid cols={{ base: 1, lg: connections.length > 1 ? 2 : 1 }}>
        {connections.map((connection) => (
          <ConnectionCard
            key={connection.id}
            connection={connection}
            isNamed={connections.length > 1}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

interface CardProps {
  readonly connection: ConnectionOverview;
  readonly isNamed: boolean;
}

const STATES: Readonly<
  Record<ConnectionOverview['health']['state'], { readonly tone: Tone; readonly word: string }>
> = {
  working: { tone: 'good', word: 'Working' },
  failing: { tone: 'bad', word: 'Failing' },
  quiet: { tone: 'warning', word: 'Quiet' },
  never: { tone: 'neutral', word: 'Never connected' },
};

function ConnectionCard({ connection, isNamed }: CardProps) {
  const { name, health, users, groups, held } = connection;
  const { tone, word } = STATES[health.state];
  return (
    <Paper withBorder p="lg">
      <Stack gap="xs">
        <Group gap="sm">
          {isNamed && (
            <Title order={3} size="h5" lineClamp={1} title={name}>
              {name}
            </Title>
          )}
          <StatusBadge tone={tone}>{word}</StatusBadge>
          <Text size="sm" c="dimmed">
            {count(users, 'user')}, {count(groups, 'group')}
          </Text>
        </Group>
        <Text size="sm" component="div">
          <State health={health} />
        </Text>
        {health.lastError !== null && <LastError error={health.lastError} />}
        {held > 0 && (
          <Text size="sm">
            The brake holds {count(held, 'removal')}.{' '}
            <InternalLink size="sm" to="/administration/scim/held-changes">
              Decide about them
            </InternalLink>
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function State({ health }: Pick<ConnectionOverview, 'health'>): ReactNode {
  const { state, lastRequestAt, failingSince, lastError } = health;
  const last = <When at={lastRequestAt} />;
  switch (state) {
    case 'never':
      return (
        <>
          No request has come in yet.{' '}
          <InternalLink size="sm" to="/administration/scim/set-up">
            Connect your identity provider
          </InternalLink>
        </>
      );
    case 'failing':
      return (
        <>
          Its requests are being refused, since <When at={failingSince} />
          {lastError?.what ? `: ${lastError.what}` : '.'} The last one came {last}.
        </>
      );
    case 'quiet':
      return (
        <>
          The last request came {last}. If that is unusual, look whether provisioning is still
          switched on in the identity provider.
        </>
      );
    case 'working':
      return <>The last request came {last}.</>;
  }
}

function LastError({
  error,
}: {
  readonly error: NonNullable<ConnectionOverview['health']['lastError']>;
}) {
  return (
    <Text size="sm" component="div">
      Last error, <When at={error.at} />:{' '}
      <InternalLink
        size="sm"
        to={`/administration/scim/activity/${error.id}`}
        title={error.meaning}
        lineClamp={2}
      >
        {error.meaning}
      </InternalLink>
      <Text size="sm" c="dimmed" component="span" lineClamp={2}>
        {error.status}
        {error.what === null ? '' : `: ${error.what}`}
      </Text>
    </Text>
  );
}
