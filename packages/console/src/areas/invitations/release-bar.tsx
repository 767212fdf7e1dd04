import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { nameOf } from '../../components/person-name.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { tell, tellFailure } from '../../components/tell.ts';
import { MailPreview } from './mail-preview.tsx';
import { heldPreviewQuery, summaryQuery, useInvitationsChanged } from './queries.ts';

interface ReleaseBarProps {
  readonly chosen: ReadonlySet<string>;
  readonly onReleased: () => void;
}

/** Of those that are named in a preview; the rest is a number. */
const NAMED = 5;

/** Lets invitations go that are held: those that were chosen, or all of them. */
export function ReleaseBar({ chosen, onReleased }: ReleaseBarProps) {
  const [isAsking, asking] = useDisclosure(false);
  const [isBusy, setBusy] = useState(false);
  const { data: summary } = useQuery(summaryQuery);
  const changed = useInvitationsChanged();

  async function releaseChosen() {
    setBusy(true);
    try {
      const { released, refused } = await post<{
        released: number;
        refused: readonly { reason: string }[];
      }>('/invitations/release-some', { ids: [...chosen] });
      tell(`${people(released)} will be mailed.`);
      const [first] = refused;
      if (first !== undefined) tellFailure(new Error(`${refused.length} not: ${first.reason}`));
      onReleased();
    } catch (error) {
      tellFailure(error);
    } finally {
      await changed();
      setBusy(false);
    }
  }

  return (
    <>
      <Button
        variant="default"
        disabled={chosen.size === 0}
        loading={isBusy}
        onClick={() => void releaseChosen()}
      >
        {chosen.size === 0 ? 'Release chosen' : `Release chosen (${chosen.size})`}
      </Button>
      <Button variant="default" disabled={summary?.counts.held === 0} onClick={asking.open}>
        Release all …
      </Button>
      {isAsking && <ReleaseAll onClose={asking.close} onReleased={onReleased} />}
    </>
  );
}

function ReleaseAll(props: { readonly onClose: () => void; readonly onReleased: () => void }) {
  const preview = useQuery({ ...heldPreviewQuery, staleTime: 0 });
  const changed = useInvitationsChanged();
  const recipients = preview.data?.recipients ?? 0;

  async function release() {
    let released = 0;
    let more = true;
    try {
      while (more) {
        const step = await post<{ released: number; more: boolean }>('/invitations/release', {});
        released += step.released;
        // Those that cannot be released are still there at the end.
        more = step.more && step.released > 0;
      }
    } finally {
      await changed();
    }
    props.onReleased();
    tell(`${people(released)} will be mailed.`);
  }

  return (
    <ConfirmDialog
      opened
      onClose={props.onClose}
      title="Release all invitations that are held?"
      action={`Mail ${people(recipients)}`}
      isDangerous={false}
      typed={String(recipients)}
      isReady={preview.data !== undefined}
      onConfirm={release}
    >
      <QueryView query={preview}>
        {({ invitations, withoutAddress, mail }) => {
          const reached = invitations.filter(({ email }) => email !== null);
          return (
            <Stack gap="sm">
              <Text size="sm">
                <b>{people(recipients)}</b> would be mailed. A mail cannot be called back.
              </Text>
              <List size="sm">
                {reached.slice(0, NAMED).map((one) => (
                  <List.Item key={one.id}>
                    <bdi>{nameOf(one)}</bdi>
                  </List.Item>
                ))}
                {recipients > NAMED && <List.Item>and {recipients - NAMED} more</List.Item>}
              </List>
              {withoutAddress > 0 && (
                <Alert variant="light" color="gray">
                  {people(withoutAddress)} without an address would stay held.
                </Alert>
              )}
              {mail !== null && <MailPreview mail={mail} />}
            </Stack>
          );
        }}
      </QueryView>
    </ConfirmDialog>
  );
}

function people(n: number): string {
  return n === 1 ? '1 person' : `${n.toLocaleString('en-GB')} people`;
}
