import { useEffect, useRef, useState } from 'react';
import { useMe } from '../../api/me.ts';
import { ListInput } from './list-input.tsx';
import { ListPreview } from './list-preview.tsx';
import { ListProgress } from './list-progress.tsx';
import { type CheckedLine, isDone, keepRun, keptRun, type Run, sendPiece } from './list-run.ts';
import { useInvitationsChanged } from './queries.ts';

/** Inviting by a list: typed in, looked at, sent, and what became of each line. */
export function InviteList() {
  const organization = useMe().organization.id;
  const changed = useInvitationsChanged();
  const [lines, setLines] = useState<readonly CheckedLine[]>();
  const [run, setRun] = useState<Run | undefined>(() => keptRun(organization));
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();

  // Whoever closes the window meanwhile is asked; what is not sent yet stays unsent.
  useEffect(() => {
    if (!isSending) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isSending]);

  // What is under way goes on to the end of its piece when the page is left, and no further.
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  async function send(begun: Run) {
    setSending(true);
    setError(undefined);
    let now = begun;
    try {
      keepRun(organization, now);
      setRun(now);
      while (isHere.current && !isDone(now)) {
        now = await sendPiece(now);
        keepRun(organization, now);
        setRun(now);
      }
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setSending(false);
      await changed();
    }
  }
  function forget() {
    keepRun(organization, undefined);
    setRun(undefined);
    setLines(undefined);
    setError(undefined);
  }

  if (run !== undefined) {
    return (
      <ListProgress
        run={run}
        isSending={isSending}
        error={error}
        onContinue={() => void send(run)}
        onForget={forget}
      />
    );
  }
  if (lines !== undefined) {
    return (
      <ListPreview
        lines={lines}
        onBack={() => setLines(undefined)}
        onSend={(wanted, isHeld) => void send({ lines: wanted, isHeld, outcomes: [] })}
      />
    );
  }
  return <ListInput onChecked={setLines} />;
}
