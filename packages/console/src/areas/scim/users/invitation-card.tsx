import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { path, post } from '../../../api/call.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { tell, tellFailure } from '../../../components/tell.ts';
import { When } from '../../../components/when.tsx';
import { Card } from '../card.tsx';
import type { Invitation, UserPerson } from './types.ts';

/** Whether the person was invited to sign in, and what can be done about it. */
export function InvitationCard({ person }: { readonly person: UserPerson }) {
  const { invitation, account, member } = person;
  return (
    <Card title="Invitation">
      {invitation !== null ? (
        <Open invitation={invitation} />
      ) : (
        <Text size="sm">
          {account !== null
            ? `Has joined and signs in with ${account.email}.`
            : member.active
              ? 'No invitation is open. The connection sends none, or people sign in by the identity provider.'
              : 'None: invitations of somebody who is out are withdrawn.'}
        </Text>
      )}
    </Card>
  );
}

const WORDS = {
  held: ['warning', 'Held'],
  pending: ['info', 'Sent'],
  expired: ['bad', 'Expired'],
  accepted: ['good', 'Accepted'],
  withdrawn: ['neutral', 'Withdrawn'],
} as const;

function Open({ invitation }: { readonly invitation: Invitation }) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (verb: 'release' | 'resend') =>
      post(`${path`/invitations/${invitation.id}`}/${verb}`),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['scim', 'users', 'one'] });
      await client.invalidateQueries({ queryKey: ['invitations'] });
      tell('The invitation is on its way.');
    },
    onError: tellFailure,
  });
  const { state, email, holdReason, sentAt, expiresAt } = invitation;
  const [tone, word] = WORDS[state];
  return (
    <>
      <Group gap="xs">
        <StatusBadge tone={tone}>{word}</StatusBadge>
        <Text size="sm">
          <bdi>{email ?? 'no address is known'}</bdi>
        </Text>
      </Group>
      <Text size="sm">
        {state === 'held' &&
          (holdReason === 'no_address'
            ? 'It waits until the identity provider sends an e-mail address.'
            : 'It is mailed when an Org Admin releases it.')}
        {state === 'pending' && sentAt === null && 'It is with the outgoing mail.'}
        {state === 'pending' && sentAt !== null && (
          <>
            Mailed <When at={sentAt} />, its link ends <When at={expiresAt} />.
          </>
        )}
        {state === 'expired' && 'Its link is not good any more. Send it again for a new one.'}
      </Text>
      {email !== null && (
        <Group>
          <Button
            size="xs"
            loading={act.isPending}
            onClick={() => act.mutate(state === 'held' ? 'release' : 'resend')}
          >
            {state === 'held' ? 'Release' : 'Send again'}
          </Button>
        </Group>
      )}
    </>
  );
}
