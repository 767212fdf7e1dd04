import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import { path } from '../../api/call.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { download } from '../../components/download.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { failedCsv, isDone, type Outcome, type Run } from './list-run.ts';

interface ListProgressProps {
  readonly run: Run;
  readonly isSending: boolean;
  /** What stopped it. */
  readonly error: Error | undefined;
  readonly onContinue: () => void;
  readonly onForget: () => void;
}

interface Row extends Outcome {
  readonly email: string;
}

/** How far a list is, and what became of each line so far. */
export function ListProgress({ run, isSending, error, onContinue, onForget }: ListProgressProps) {
  const { lines, outcomes, isHeld } = run;
  const rows = useMemo(
    () =>
      outcomes
        .map((one, index) => ({ ...one, email: lines[index]?.email ?? '' }))
        // Those to do something about come first.
        .toSorted((a, b) => Number(a.reason === null) - Number(b.reason === null)),
    [lines, outcomes],
  );
  const failed = outcomes.filter(({ reason }) => reason !== null).length;
  const isOver = isDone(run);
  const share = (outcomes.length / lines.length) * 100;
  return (
    <Section
      title={isOver ? 'The list is done' : isSending ? 'Inviting …' : 'The list is not done'}
      description={`${count(outcomes.length - failed)} of ${count(lines.length)} ${isHeld ? 'invitations are held' : 'are invited'}${failed === 0 ? '' : `, ${count(failed)} refused`}.`}
    >
      <Stack gap="sm">
        <Progress.Root size="lg">
          <Progress.Section
            value={share}
            aria-label={`${outcomes.length} of ${lines.length} lines`}
            animated={isSending}
          />
        </Progress.Root>
        {!isOver && !isSending && (
          <Alert variant="light" title="It stopped on the way">
            {count(lines.length - outcomes.length)} lines are not sent. Lines that were on their way
            when the page was left may say that there is an open invitation already: there is, and
            nobody is mailed twice.
          </Alert>
        )}
        {error !== undefined && <ErrorNotice error={error} />}
        <Group gap="xs">
          {!isOver && !isSending && <Button onClick={onContinue}>Continue</Button>}
          {failed > 0 && !isSending && (
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              onClick={() => download('not-invited.csv', failedCsv(run), 'text/csv')}
            >
              Download what failed
            </Button>
          )}
          {!isSending && (
            <Button variant="default" onClick={onForget}>
              {isOver ? 'Another list' : 'Leave the rest'}
            </Button>
          )}
        </Group>
        {rows.length > 0 && (
          <DataTable
            label="What became of each line"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ line }) => String(line)}
          />
        )}
      </Stack>
    </Section>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'line', header: 'Line', width: '3.5rem', cell: ({ line }) => line },
  {
    id: 'who',
    header: 'Who',
    cell: ({ email, invitationId }) =>
      invitationId === null ? (
        <Text size="sm" truncate title={email}>
          {email}
        </Text>
      ) : (
        <PathLink
          to={path`/administration/invitations/${invitationId}`}
          size="sm"
          truncate
          title={email}
        >
          {email}
        </PathLink>
      ),
  },
  {
    id: 'result',
    header: 'Result',
    cell: ({ reason }) =>
      reason === null ? (
        <StatusBadge tone="good">Invited</StatusBadge>
      ) : (
        <Text size="xs" lineClamp={3} title={reason}>
          Refused: {reason}
        </Text>
      ),
  },
];

const count = (n: number) => n.toLocaleString('en-GB');
