import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { path, post } from '../../api/call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { nameOf } from '../../components/person-name.tsx';
import { tell, tellFailure } from '../../components/tell.ts';
import { useInvitationsChanged } from './queries.ts';
import type { Invitation } from './types.ts';

/** What can be done with an invitation in its state. */
export function InvitationActions({ invitation }: { readonly invitation: Invitation }) {
  const { id, state, email } = invitation;
  const [isBusy, setBusy] = useState(false);
  const [isAsking, asking] = useDisclosure(false);
  const changed = useInvitationsChanged();
  if (state === 'accepted' || state === 'withdrawn') return null;

  async function act(what: 'release' | 'resend', done: string) {
    setBusy(true);
    try {
      await post(path`/invitations/${id}/${what}`);
      await changed();
      tell(done);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Button variant="default" onClick={asking.open}>
        Withdraw
      </Button>
      {state === 'held' ? (
        <Button
          loading={isBusy}
          disabled={email === null}
          onClick={() => void act('release', 'It will be mailed.')}
        >
          Release
        </Button>
      ) : (
        <Button
          loading={isBusy}
          onClick={() => void act('resend', 'It will be mailed with a new link.')}
          title="A new link for 7 days; every earlier one is dead"
        >
          Send again
        </Button>
      )}
      <ConfirmDialog
        opened={isAsking}
        onClose={asking.close}
        title="Withdraw this invitation?"
        action="Withdraw"
        onConfirm={async () => {
          await post(path`/invitations/${id}/withdraw`);
          await changed();
        }}
      >
        No link that <bdi>{nameOf(invitation)}</bdi> got works any more. You can invite them again.
      </ConfirmDialog>
    </>
  );
}
