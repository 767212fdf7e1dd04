import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { path, put } from '../../api/call.ts';
import { useMe } from '../../api/me.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { nameOf } from '../../components/person-name.tsx';
import { Section } from '../../components/section.tsx';
import { tell, tellFailure } from '../../components/tell.ts';
import { useMembersChanged } from './queries.ts';
import type { Person } from './types.ts';

/** Whether the member administers, and whether it has access at all. */
export function StandingSection({ person }: { readonly person: Person }) {
  return (
    <Section title="Standing">
      <OrgAdmin person={person} />
      <Access person={person} />
    </Section>
  );
}

function OrgAdmin({ person }: { readonly person: Person }) {
  const [isAsking, asking] = useDisclosure(false);
  const changed = useMembersChanged();
  const { member } = useMe();
  const { orgAdmin } = person;
  const name = nameOf(person);

  async function change() {
    await put(path`/members/${person.id}/org-admin`, { orgAdmin: !orgAdmin });
    await changed();
    tell(orgAdmin ? `${name} is no Org Admin any more.` : `${name} is an Org Admin.`);
  }

  return (
    <Stack gap="xs">
      <Text size="sm">
        {orgAdmin
          ? 'Is an Org Admin: sees and changes everything in this console.'
          : 'Is no Org Admin. Org Admins see and change everything in this console.'}{' '}
        There is always at least one active Org Admin. It is wise to keep one whom the identity
        provider does not provision.
      </Text>
      <Group>
        <Button
          variant="default"
          size="xs"
          onClick={asking.open}
          disabled={!orgAdmin && !person.active}
        >
          {orgAdmin ? 'Take Org Admin away' : 'Make Org Admin'}
        </Button>
      </Group>
      <ConfirmDialog
        opened={isAsking}
        onClose={asking.close}
        title={orgAdmin ? `Take Org Admin away from ${name}?` : `Make ${name} an Org Admin?`}
        action={orgAdmin ? 'Take away' : 'Make Org Admin'}
        isDangerous={orgAdmin}
        onConfirm={change}
      >
        {orgAdmin
          ? `${person.id === member.id ? 'That is you: you leave the administration at once. ' : ''}What the person may do in the application stays as it is.`
          : 'The person may do everything that you may: give access, make tokens, and take Org Admin away from others, you among them.'}
      </ConfirmDialog>
    </Stack>
  );
}

function Access({ person }: { readonly person: Person }) {
  const [isAsking, asking] = useDisclosure(false);
  const changed = useMembersChanged();
  const name = nameOf(person);
  const keepers = person.users.filter(({ active }) => active);

  async function set(active: boolean) {
    await put(path`/members/${person.id}/access`, { active });
    await changed();
  }
  async function activate() {
    try {
      await set(true);
      tell(`${name} has access again.`);
    } catch (error) {
      tellFailure(error);
    }
  }

  if (!person.local) {
    return (
      <Text size="sm">
        {person.active
          ? 'To end the access, unassign or deactivate the person at the identity provider: it keeps this user, so it decides.'
          : 'To give access back, assign the person again at the identity provider.'}
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      {keepers.length > 0 && (
        <Text size="sm">
          The identity provider keeps this person active, too (
          {keepers.map(connectionOf).join(', ')}
          ). Deactivating here ends the access only once it is ended there as well.
        </Text>
      )}
      <Group>
        {person.active ? (
          <Button variant="default" color="red" size="xs" onClick={asking.open}>
            Deactivate
          </Button>
        ) : (
          <Button variant="default" size="xs" onClick={() => void activate()}>
            Activate
          </Button>
        )}
      </Group>
      <ConfirmDialog
        opened={isAsking}
        onClose={asking.close}
        title={`Deactivate ${name}?`}
        action="Deactivate"
        typed={person.email ?? 'deactivate'}
        onConfirm={() => set(false)}
      >
        <Stack gap="xs">
          <span>At once, and in one step:</span>
          <List size="sm">
            <List.Item>all sessions end, on every device</List.Item>
            <List.Item>their own tokens are revoked; those of integrations go on</List.Item>
            <List.Item>their open invitation, and those that they sent, are withdrawn</List.Item>
            <List.Item>they have no permissions, and their seat is free</List.Item>
          </List>
          <span>
            Groups and roles are kept, and count again when you activate the person. Sessions and
            tokens do not come back. You get a signed receipt.
          </span>
        </Stack>
      </ConfirmDialog>
    </Stack>
  );
}

function connectionOf({ connection }: Person['users'][number]): string {
  return `“${connection}”`;
}
