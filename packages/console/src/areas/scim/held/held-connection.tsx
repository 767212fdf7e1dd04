import { Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useState } from 'react';
import { NoteBox } from '../../../components/note-box.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { usePages } from '../../../components/use-pages.ts';
import { When } from '../../../components/when.tsx';
import { type Decision, DecisionDialog } from './decision-dialog.tsx';
import { HeldTable } from './held-table.tsx';
import { type BrakeOf, type HeldChange, type HeldPage, heldCount } from './held-types.ts';
import { count, sumInWords, windowInWords } from './words.ts';

/** How many can be decided at once when they are picked one by one. */
const PICKED_MAX = 1000;

interface HeldConnectionProps {
  readonly connection: BrakeOf;
  /** There are several, so it is said which. */
  readonly isNamed: boolean;
}

/** What a connection holds, why, and what can be done about it. */
export function HeldConnection({ connection, isNamed }: HeldConnectionProps) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [decision, setDecision] = useState<Decision>();
  const list = usePages<HeldPage, HeldChange>({
    queryKey: ['held', 'changes'],
    path: '/held-changes',
    query: { connection: connection.id, state: 'held' },
    rows: ({ changes }) => changes,
  });
  const all = heldCount(connection);
  const decide = (kind: Decision['kind'], isAll: boolean) =>
    setDecision({ kind, count: isAll ? all : picked.size, ...(isAll ? {} : { ids: [...picked] }) });
  return (
    <Stack gap="md" component="section" aria-label={`Held changes of ${connection.name}`}>
      {isNamed && (
        <Title order={2} size="h4" lineClamp={1} title={connection.name}>
          {connection.name}
        </Title>
      )}
      <Why connection={connection} />
      <Group gap="xs">
        <Button onClick={() => decide('release', true)}>Release all {all}</Button>
        <Button variant="default" onClick={() => decide('discard', true)}>
          Discard all {all}
        </Button>
        {picked.size > 0 && (
          <>
            <Button onClick={() => decide('release', false)}>Release {picked.size} selected</Button>
            <Button variant="default" onClick={() => decide('discard', false)}>
              Discard {picked.size} selected
            </Button>
          </>
        )}
      </Group>
      <QueryView query={list}>
        {() => (
          <HeldTable
            rows={list.rows}
            total={all}
            onEnd={list.fetchNext}
            picked={picked}
            onPick={(ids) => setPicked(new Set([...ids].slice(0, PICKED_MAX)))}
          />
        )}
      </QueryView>
      <DecisionDialog
        connection={connection}
        decision={decision}
        onClose={() => setDecision(undefined)}
        onDone={() => setPicked(new Set())}
      />
    </Stack>
  );
}

function Why({ connection }: { readonly connection: BrakeOf }) {
  const { users, memberships, brakeWindowMinutes, held } = connection;
  const since = held.map((one) => one.since).sort()[0];
  const limits = `${count(users.limit, 'active user')} or ${count(memberships.limit, 'membership')}`;
  return (
    <NoteBox color="orange" icon={<IconHandStop />} title={sumInWords(connection)}>
      <List size="sm" spacing={4}>
        <List.Item>
          Held since <When at={since} />: this connection may take away {limits} within{' '}
          {windowInWords(brakeWindowMinutes)} without a question, and this was more.
        </List.Item>
        <List.Item>
          Nobody has lost anything. The identity provider is told to come back later (status 429),
          and repeats it for days.
        </List.Item>
        <List.Item>
          Until you decide, every further removal waits here too. Everything else goes on: people
          are created, changed and added as always.
        </List.Item>
      </List>
      <Text size="sm" mt="xs">
        <strong>Was it meant?</strong> Release it. <strong>Was it a mistake?</strong> Mend the
        assignment in the identity provider first, then discard it.
      </Text>
    </NoteBox>
  );
}
