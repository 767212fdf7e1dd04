import { Group, List, Paper, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { InternalLink } from '../../components/internal-link.tsx';
import type { Overview } from './overview-types.ts';

interface Step {
  readonly isDone: boolean;
  readonly label: string;
  readonly text: string;
  readonly to: string;
}

/** What a new organisation does first; each ticks itself, and with the last one the list is gone. */
export function Steps({ overview }: { readonly overview: Overview }) {
  const steps = stepsOf(overview);
  const done = steps.filter(({ isDone }) => isDone).length;
  if (done === steps.length) return null;
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <Paper withBorder p="lg" component="section" aria-label="First steps">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          First steps
        </Title>
        <Text size="sm" c="dimmed" role="status">
          {done} of {steps.length} done
        </Text>
      </Group>
      <List
        spacing="sm"
        listStyleType="none"
        styles={{ itemWrapper: { alignItems: 'flex-start' } }}
      >
        {steps.map((step) => (
          <List.Item key={step.label} icon={<Mark isDone={step.isDone} />}>
            {step.isDone ? (
              <Text size="sm" c="dimmed">
                {step.label}
              </Text>
            ) : (
              <InternalLink to={step.to} size="sm" fw={step === next ? 600 : 400}>
                {step.label}
              </InternalLink>
            )}
            {step === next && (
              <Text size="sm" c="dimmed">
                {step.text}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}

function Mark({ isDone }: { readonly isDone: boolean }) {
  return (
    <ThemeIcon size={22} radius="xl" variant="light" color={isDone ? 'teal' : 'gray'}>
      {isDone ? <IconCheck size={14} aria-hidden /> : <IconCircleDashed size={14} aria-hidden />}
      <VisuallyHidden>{isDone ? 'Done:' : 'To do:'}</VisuallyHidden>
    </ThemeIcon>
  );
}

function stepsOf({ steps, connections }: Overview): readonly Step[] {
  const hasGroups = connections.some(({ groupsEnabled }) => groupsEnabled);
  return [
    {
      isDone: steps.token,
      label: 'Make a token',
      text: 'The identity provider shows it with every request. It is shown once, so have the other window ready.',
      to: '/administration/developers/tokens',
    },
    {
      isDone: steps.connected,
      label: 'Connect your identity provider',
      text: 'Enter the base URL and the token there, and press its button to test them. This page notices by itself.',
      to: '/administration/scim/set-up',
    },
    {
      isDone: steps.firstUser,
      label: 'Assign the first person',
      text: 'Begin with yourself or a small group: assign them to the application in the identity provider.',
      to: '/administration/scim/set-up',
    },
    ...(hasGroups
      ? [
          {
            isDone: steps.mapped,
            label: 'Give a role to a pushed group',
            text: 'Push a group, and say which roles its members have. Who joins it later has them, too.',
            to: '/administration/scim/groups',
          },
        ]
      : []),
    {
      isDone: steps.invited,
      label: 'Invite people',
      text: 'They get an e-mail to join. Whether that happens by itself is under Settings.',
      to: '/administration/invitations',
    },
  ];
}
