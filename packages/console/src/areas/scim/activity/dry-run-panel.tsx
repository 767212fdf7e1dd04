import { Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { path, post } from '../../../api/call.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { ChangeList } from './change-list.tsx';
import { ExplanationView } from './explanation-view.tsx';
import { Block } from './request-texts.tsx';
import { HttpStatus } from './status.tsx';
import type { DryRun } from './types.ts';

interface DryRunPanelProps {
  /** Of the request in the log. */
  readonly id: number;
  /** Why it cannot be run; null when it can. */
  readonly whyNot: string | null;
}

/** Runs a request again without doing it. */
export function DryRunPanel({ id, whyNot }: DryRunPanelProps) {
  const run = useMutation({
    mutationFn: () => post<DryRun>(path`/activity/${String(id)}/dry-run`),
  });
  if (whyNot !== null) {
    return <Text size="sm">{`This request cannot be run again. ${whyNot}`}</Text>;
  }
  return (
    <Stack gap="sm">
      <Text size="sm">
        Runs the request against today’s data and takes everything back: nobody is changed, mailed
        or invited, and nothing is recorded. Use it to see whether something that failed would work
        now.
      </Text>
      <Group>
        <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          {run.data === undefined ? 'Run as a dry run' : 'Run again'}
        </Button>
      </Group>
      {run.error !== null && <ErrorNotice error={run.error} />}
      {run.data !== undefined && <Result result={run.data} />}
    </Stack>
  );
}

function Result({ result }: { readonly result: DryRun }) {
  const { status, body, changes, names, caveats, explanation } = result;
  const detail: unknown = Reflect.get(Object(body), 'detail');
  return (
    <Stack gap="sm" role="status">
      <Group gap="xs">
        <Text size="sm">It would be answered with</Text>
        <HttpStatus status={status} isLong />
      </Group>
      {status >= 400 && (
        <ExplanationView
          explanation={explanation}
          detail={typeof detail === 'string' ? detail : null}
        />
      )}
      <Title order={3} size="h6">
        What it would change
      </Title>
      <ChangeList changes={changes} names={names} none="Nothing." />
      {body !== null && status < 400 && (
        <>
          <Title order={3} size="h6">
            Body of the answer
          </Title>
          <Block label="Body of the answer of the dry run" text={JSON.stringify(body, null, 2)} />
        </>
      )}
      {caveats.length > 0 && (
        <List size="xs" c="dimmed">
          {caveats.map((caveat) => (
            <List.Item key={caveat}>{caveat}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
