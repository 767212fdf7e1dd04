import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { path, post } from '../../../api/call.ts';
import type { Member } from '../../../api/types.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { tell, tellFailure } from '../../../components/tell.ts';
import { Card } from '../card.tsx';
import type { Claim } from './claim.ts';

function useDecision() {
  const client = useQueryClient();
  return async (claim: Claim, verb: 'link' | 'separate' | 'undo', body?: object) => {
    await post(`${path`/claims/${claim.id}`}/${verb}`, body);
    await Promise.all(
      [['claims'], ['members'], ['scim'], ['invitations']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  };
}

interface LinkToProps {
  readonly claim: Claim;
  readonly member: Member;
}

/** The user is this member. It gives access, so it asks first. */
export function LinkTo({ claim, member }: LinkToProps) {
  const [isOpen, dialog] = useDisclosure(false);
  const decide = useDecision();
  const name = member.displayName ?? member.email ?? 'this member';
  return (
    <Group>
      <Button onClick={dialog.open}>They are the same person</Button>
      <ConfirmDialog
        opened={isOpen}
        onClose={dialog.close}
        title="Link the user to this member?"
        action="Link"
        isDangerous={member.orgAdmin}
        onConfirm={async () => {
          await decide(claim, 'link', { member: member.id });
          tell('Linked. You can take it back under Decided.');
        }}
      >
        <bdi>{claim.userName}</bdi> will be <bdi>{name}</bdi>, with all the access of that member
        {member.orgAdmin && ', who is an Org Admin'}. From then on the identity provider decides
        whether they have access. You can take it back.
      </ConfirmDialog>
    </Group>
  );
}

/** The user is somebody else. */
export function Separate({ claim }: { readonly claim: Claim }) {
  const decide = useDecision();
  const act = useMutation({
    mutationFn: () => decide(claim, 'separate'),
    onSuccess: () => tell('The user is a new member. You can take it back under Decided.'),
    onError: tellFailure,
  });
  return (
    <Card title="Or somebody new">
      <Text size="sm">
        If the user is no member that is here already, it gets a member of its own, with no access
        but that of its groups.
      </Text>
      <Group>
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate()}>
          It is somebody new
        </Button>
      </Group>
    </Card>
  );
}

/** Takes a decision back. */
export function Undo({ claim }: { readonly claim: Claim }) {
  const decide = useDecision();
  const act = useMutation({
    mutationFn: () => decide(claim, 'undo'),
    onSuccess: () => tell('Taken back. The claim waits again.'),
    onError: tellFailure,
  });
  return (
    <Card title="Take the decision back">
      <Text size="sm">
        The user waits again and has no access until somebody decides anew. What it did meanwhile
        stays done.
      </Text>
      <Group>
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate()}>
          Undo
        </Button>
      </Group>
    </Card>
  );
}
