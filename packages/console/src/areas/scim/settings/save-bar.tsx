import { Button, Group, List, Paper, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { patch, path } from '../../../api/call.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { NoteBox } from '../../../components/note-box.tsx';
import { tell } from '../../../components/tell.ts';
import type { Connection } from '../connections.ts';
import type { BrakeOf } from '../held/held-types.ts';
import { consequencesOf } from './consequences.ts';
import { changeInWords, type Draft, type Setting } from './draft.ts';

interface SaveBarProps {
  readonly connection: Connection;
  readonly draft: Draft;
  readonly changes: readonly Setting[];
  readonly brake: BrakeOf | undefined;
  /** Everything is as it was saved. */
  readonly onUndo: () => void;
}

/** Stays in sight while there is something to save: what will change, and what follows from it. */
export function SaveBar({ connection, draft, changes, brake, onUndo }: SaveBarProps) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      patch<Connection>(
        path`/connections/${connection.id}`,
        Object.fromEntries(changes.map((name) => [name, draft[name]])),
      ),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['connections'] });
      await client.invalidateQueries({ queryKey: ['held'] });
      await client.invalidateQueries({ queryKey: ['overview'] });
      await client.invalidateQueries({ queryKey: ['notices'] });
      onUndo();
      tell('Saved. It holds from the next request on.');
    },
  });
  const warnings = consequencesOf(connection, draft, brake);
  return (
    <Paper
      component="section"
      aria-label="Changes that are not saved"
      withBorder
      shadow="md"
      p="md"
      pos="sticky"
      bottom={8}
      style={{ zIndex: 2 }}
    >
      <Stack gap="sm">
        <Stack gap={2} role="status">
          {changes.map((name) => (
            <Text key={name} size="sm" fw={500} lineClamp={2}>
              {changeInWords(connection, draft, name)}
            </Text>
          ))}
        </Stack>
        {warnings.length > 0 && (
          <NoteBox color="orange" icon={<IconAlertTriangle />} title="Before you save">
            <List size="sm">
              {warnings.map((warning) => (
                <List.Item key={warning}>{warning}</List.Item>
              ))}
            </List>
          </NoteBox>
        )}
        {save.error !== null && <ErrorNotice title="It was not saved" error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onUndo}>
            Undo
          </Button>
          <Button
            loading={save.isPending}
            disabled={draft.name.trim() === ''}
            onClick={() => save.mutate()}
          >
            Save
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
