import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { path, post, remove } from '../../api/call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { nameOf } from '../../components/person-name.tsx';
import { When } from '../../components/when.tsx';
import { useMembersChanged } from './queries.ts';
import type { Identity, Person } from './types.ts';

/** Who the member is at the identity provider, for single sign-on: linked and unlinked here. */
export function IdentityLinks({ person }: { readonly person: Person }) {
  const [isLinking, linking] = useDisclosure(false);
  const [unlinking, setUnlinking] = useState<Identity>();
  const changed = useMembersChanged();
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} component="h3" m={0}>
        Single sign-on
      </Text>
      {person.identities.length === 0 && (
        <Text size="sm">
          Not linked to anybody at an identity provider. Whoever is provisioned by the provider of
          the sign-in is linked with their first sign-in; others are linked here, or by themselves.
        </Text>
      )}
      {person.identities.map((identity) => (
        <Group key={identity.id} justify="space-between" wrap="nowrap" gap="xs">
          <Stack gap={0} miw={0}>
            <Text size="sm" ff="monospace" truncate title={identity.subject}>
              {identity.subject}
            </Text>
            <Text size="xs" c="dimmed" truncate title={identity.issuer}>
              {identity.issuer}, linked <When at={identity.linkedAt} />
            </Text>
          </Stack>
          <Button
            size="xs"
            variant="default"
            flex="none"
            onClick={() => setUnlinking(identity)}
            aria-label={`Unlink ${identity.subject}`}
          >
            Unlink
          </Button>
        </Group>
      ))}
      <Group>
        <Button variant="default" size="xs" onClick={linking.open}>
          Link an identity
        </Button>
      </Group>
      <LinkDialog person={person} opened={isLinking} onClose={linking.close} />
      <ConfirmDialog
        opened={unlinking !== undefined}
        onClose={() => setUnlinking(undefined)}
        title="Unlink this identity?"
        action="Unlink"
        onConfirm={async () => {
          await remove(path`/members/${person.id}/identities/${unlinking?.id ?? ''}`);
          await changed();
        }}
      >
        {nameOf(person)} is signed out everywhere, and does not come in by this identity any more. A
        person who is provisioned by the same provider is linked again with the next sign-in, for as
        long as they are assigned there.
      </ConfirmDialog>
    </Stack>
  );
}

interface LinkDialogProps {
  readonly person: Person;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function LinkDialog({ person, opened, onClose }: LinkDialogProps) {
  const [subject, setSubject] = useState('');
  const [error, setError] = useState<Error>();
  const changed = useMembersChanged();

  async function link(event: FormEvent) {
    event.preventDefault();
    setError(undefined);
    try {
      await post(path`/members/${person.id}/identities`, { subject: subject.trim() });
      await changed();
      setSubject('');
      onClose();
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Link an identity"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={link}>
        <Stack>
          <TextInput
            data-autofocus
            label="Subject"
            description="The provider's own id of the person: the claim sub at Okta, the object id at Microsoft Entra ID. Never an address. When somebody was refused, the audit log has it."
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
            maxLength={255}
            autoComplete="off"
            required
          />
          {error !== undefined && <ErrorNotice error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={subject.trim() === ''}>
              Link
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
