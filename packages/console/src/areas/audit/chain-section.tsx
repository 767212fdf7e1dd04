import { Alert, Button, Group } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useState } from 'react';
import { get } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Section } from '../../components/section.tsx';

type Verdict =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly seq: number; readonly why: string };

/** Whether the log is whole: each record holds a hash of all before it. */
export function ChainSection() {
  const [verdict, setVerdict] = useState<Verdict>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);

  async function verify() {
    setBusy(true);
    setError(undefined);
    try {
      setVerdict(await get<Verdict>('/audit/verification'));
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section
      title="Is it whole?"
      description="Each record holds a hash over itself and the record before it, so that one which is changed, taken away or put in between is found. What was erased with a person leaves the chain whole. The operator checks the same with: rollcall audit verify."
    >
      <Group>
        <Button variant="default" onClick={() => void verify()} loading={isBusy}>
          Check the log
        </Button>
      </Group>
      {error !== undefined && <ErrorNotice error={error} />}
      {verdict?.ok === true && (
        <Alert
          variant="light"
          color="teal"
          icon={<IconShieldCheck />}
          title="The log is whole"
          role="status"
        >
          {verdict.rows.toLocaleString('en-GB')} records, from the first to the newest, are as they
          were written.
        </Alert>
      )}
      {verdict?.ok === false && (
        <Alert
          variant="light"
          color="red"
          icon={<IconShieldX />}
          title="The log was changed"
          role="alert"
        >
          Record {verdict.seq}: {verdict.why} Up to there it is whole. Tell whoever runs the
          service, and keep an export of what there is.
        </Alert>
      )}
    </Section>
  );
}
