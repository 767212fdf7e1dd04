import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { CheckedLine } from './list-run.ts';

interface ListPreviewProps {
  readonly lines: readonly CheckedLine[];
  readonly onBack: () => void;
  readonly onSend: (lines: readonly CheckedLine[], isHeld: boolean) => void;
}

/** What would become of each line, before anything happens. */
export function ListPreview({ lines, onBack, onSend }: ListPreviewProps) {
  const [isHeld, setHeld] = useState(false);
  const [isOnlyBad, setOnlyBad] = useState(false);
  const good = useMemo(() => lines.filter(({ problem }) => problem === null), [lines]);
  const bad = useMemo(() => lines.filter(({ problem }) => problem !== null), [lines]);
  return (
    <Section
      title={`${count(good.length)} would be invited`}
      description={
        bad.length === 0
          ? 'Every line is good.'
          : `${bad.length === 1 ? '1 line is' : `${count(bad.length)} lines are`} left out, for the reasons below. Mend the list and check it again, or go on without them.`
      }
    >
      <Stack gap="sm">
        {bad.length > 0 && (
          <Checkbox
            label="Show only lines that are left out"
            checked={isOnlyBad}
            onChange={(event) => setOnlyBad(event.currentTarget.checked)}
          />
        )}
        <DataTable
          label="The list"
          columns={COLUMNS}
          rows={isOnlyBad ? bad : lines}
          rowKey={({ line }) => String(line)}
        />
        <Checkbox
          label="Hold them: mail nobody yet"
          description="They wait under Invitations, Held, until somebody releases them."
          checked={isHeld}
          onChange={(event) => setHeld(event.currentTarget.checked)}
        />
        <Group gap="xs">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button disabled={good.length === 0} onClick={() => onSend(good, isHeld)}>
            {isHeld ? `Make ${count(good.length)} invitations` : `Invite ${count(good.length)}`}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

const COLUMNS: readonly Column<CheckedLine>[] = [
  { id: 'line', header: 'Line', width: '3.5rem', cell: ({ line }) => line },
  {
    id: 'who',
    header: 'Who',
    width: 'minmax(0, 2fr)',
    cell: ({ email, displayName }) => (
      <Stack gap={0} miw={0}>
        <Text size="sm" truncate title={email}>
          {email}
        </Text>
        {displayName !== null && (
          <Text size="xs" c="dimmed" truncate dir="auto" title={displayName}>
            {displayName}
          </Text>
        )}
      </Stack>
    ),
  },
  {
    id: 'gives',
    header: 'Gives',
    from: 'sm',
    cell: ({ orgAdmin, roles, isMember }) => (
      <Text size="xs" lineClamp={2}>
        {isMember
          ? 'A way to sign in'
          : [
              ...(orgAdmin ? ['Org Admin'] : []),
              ...roles.map(({ entryPoint, role }) => `${entryPoint}: ${role}`),
            ].join(', ') || 'Membership'}
      </Text>
    ),
  },
  {
    id: 'result',
    header: 'Check',
    width: 'minmax(0, 2fr)',
    cell: ({ problem }) =>
      problem === null ? (
        <StatusBadge tone="good">Good</StatusBadge>
      ) : (
        <Stack gap={2} align="flex-start">
          <StatusBadge tone="bad">Left out</StatusBadge>
          <Text size="xs" lineClamp={3} title={problem}>
            {problem}
          </Text>
        </Stack>
      ),
  },
];

const count = (n: number) => n.toLocaleString('en-GB');
