import { Alert, Group, Loader, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconPoint } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { When } from '../../../components/when.tsx';
import { ActivityLink } from '../activity-link.tsx';
import type { Failure, Progress, Seen } from './progress.ts';

interface ArrivalsProps {
  readonly progress: Progress;
  readonly hasGroups: boolean;
  /** Whether who looks may follow a request to the activity log. */
  readonly isLinked: boolean;
}

/** What has arrived from the identity provider: ticks off by itself. */
export function Arrivals({ progress, hasGroups, isLinked }: ArrivalsProps) {
  const { firstRequest, test, lookup, user, group, users, groups, failure } = progress;
  const steps: [string, Seen | null][] = [
    ['A request that worked', test],
    ['Somebody was looked up', lookup],
    [
      users > 1
        ? `Users created (${users.toLocaleString('en')} now)`
        : 'The first user was created',
      user,
    ],
    ...(hasGroups
      ? ([[groups > 1 ? `Groups pushed (${groups} now)` : 'A group was pushed', group]] as [
          string,
          Seen | null,
        ][])
      : []),
  ];
  const isWaiting = firstRequest === null && user === null;
  return (
    <Paper
      withBorder
      p="md"
      component="section"
      aria-label="What has arrived"
      pos="sticky"
      top="calc(var(--app-shell-header-height, 0px) + var(--mantine-spacing-md))"
    >
      <Stack gap="sm">
        <Title order={2} size="h4">
          {isWaiting ? 'Waiting for the first request…' : 'What has arrived'}
        </Title>
        <Stack gap={8} role="status" aria-live="polite">
          {steps.map(([label, seen]) => (
            <Step key={label} label={label} seen={seen} isLinked={isLinked} />
          ))}
        </Stack>
        {failure !== null && <Failed failure={failure} isLinked={isLinked} />}
        <Group gap={8} wrap="nowrap">
          <Loader size={12} aria-hidden />
          <Text size="xs" c="dimmed">
            This list looks for news every few seconds. A request with a wrong or unknown token does
            not show here: the identity provider shows the reason.
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
}

interface StepProps {
  readonly label: string;
  readonly seen: Seen | null;
  readonly isLinked: boolean;
}

function Step({ label, seen, isLinked }: StepProps) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <ThemeIcon
        size={20}
        radius="xl"
        variant="light"
        color={seen === null ? 'gray' : 'teal'}
        aria-hidden
      >
        {seen === null ? <IconPoint size={14} /> : <IconCheck size={14} />}
      </ThemeIcon>
      <div>
        <Text size="sm">{label}</Text>
        <Text size="xs" c="dimmed">
          {seen === null ? (
            'Not yet'
          ) : seen.at === null ? (
            'Done'
          ) : (
            <SeenAt id={seen.id} isLinked={isLinked}>
              <When at={seen.at} />
            </SeenAt>
          )}
        </Text>
      </div>
    </Group>
  );
}

interface SeenAtProps {
  readonly id: number | null;
  readonly isLinked: boolean;
  readonly children: ReactNode;
}

function SeenAt({ id, isLinked, children }: SeenAtProps) {
  if (!isLinked || id === null) return children;
  return <ActivityLink request={String(id)}>{children}</ActivityLink>;
}

function Failed({ failure, isLinked }: { failure: Failure; isLinked: boolean }) {
  const { explanation, detail, status, method, id, at } = failure;
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={explanation?.what ?? 'A request failed'}>
      <Stack gap={6}>
        {explanation !== null && <Text size="sm">{explanation.why}</Text>}
        {detail !== null && (
          <Text size="sm">
            <b>The answer was:</b> {detail}
          </Text>
        )}
        {explanation !== null && (
          <>
            <Text size="sm">
              <b>At the identity provider:</b> {explanation.onIdentityProvider}
            </Text>
            <Text size="sm">
              <b>Here:</b> {explanation.here}
            </Text>
          </>
        )}
        <Text size="xs">
          {method}, answered with {status},{' '}
          <SeenAt id={id} isLinked={isLinked}>
            <When at={at} />
          </SeenAt>
        </Text>
      </Stack>
    </Alert>
  );
}
