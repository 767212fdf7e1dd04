import { Button, Code, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { entryPointsQuery, rolesQuery } from '../../api/access.ts';
import { post } from '../../api/call.ts';
import { csvOf } from '../../components/csv.ts';
import { download } from '../../components/download.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Section } from '../../components/section.tsx';
import type { CheckedLine } from './list-run.ts';

/** The server takes no longer one, characters. */
const LENGTH_MAX = 1_000_000;

/** A list of people, from a file or pasted; nobody is invited by it yet. */
export function ListInput(props: { readonly onChecked: (lines: readonly CheckedLine[]) => void }) {
  const [text, setText] = useState('');
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const { data: entryPoints = [] } = useQuery(entryPointsQuery);
  const { data: roles = [] } = useQuery(rolesQuery);
  const example = [entryPoints[0]?.key ?? 'billing', roles[0]?.key ?? 'viewer'].join('=');

  async function check(csv: string) {
    setText(csv);
    setBusy(true);
    setError(undefined);
    try {
      const { lines } = await post<{ lines: readonly CheckedLine[] }>('/invitations/check', {
        csv,
      });
      if (lines.length === 0) throw new Error('There is nobody on this list.');
      props.onChecked(lines);
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setBusy(false);
    }
  }
  async function read(file: File | null) {
    if (file === null) return;
    if (file.size <= LENGTH_MAX) await check(await file.text());
    else setError(new Error('This file is longer than 1 MB. Make several lists of it.'));
  }

  return (
    <Section
      title="A list"
      description="At most 5,000 people. You see what would become of each line before anybody is invited."
    >
      <Text size="sm">
        A file in CSV, as spreadsheets write it, with a heading. <Code>email</Code> has to be there;
        if you want, <Code>displayName</Code>, <Code>orgAdmin</Code> (yes or no) and{' '}
        <Code>roles</Code>, such as <Code>{example}</Code>, several with a semicolon between them.
        {entryPoints.length > 0 && (
          <>
            {' '}
            Entry points: {entryPoints.map(({ key }) => key).join(', ')}. Roles:{' '}
            {roles.map(({ key }) => key).join(', ')}.
          </>
        )}
      </Text>
      <Group gap="xs">
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void read(file)}>
          {(button) => (
            <Button {...button} leftSection={<IconUpload size={16} />} loading={isBusy}>
              Choose a file
            </Button>
          )}
        </FileButton>
        <Button
          variant="default"
          onClick={() =>
            download(
              'people.csv',
              csvOf([
                ['email', 'displayName', 'orgAdmin', 'roles'],
                ['jane@example.com', 'Jane Doe', 'no', entryPoints.length > 0 ? example : ''],
              ]),
              'text/csv',
            )
          }
        >
          Download an example
        </Button>
      </Group>
      <Stack gap="xs">
        <Textarea
          label="Or paste it"
          placeholder={'email,displayName\njane@example.com,Jane Doe'}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={LENGTH_MAX}
          minRows={5}
          maxRows={14}
          autosize
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        {error !== undefined && <ErrorNotice error={error} />}
        <Group>
          <Button
            variant="default"
            disabled={text.trim() === ''}
            loading={isBusy}
            onClick={() => void check(text)}
          >
            Check the list
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
