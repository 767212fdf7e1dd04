import { ActionIcon, Alert, Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconLock, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { path, put } from '../../api/call.ts';
import { CopyIcon } from '../../components/copy-field.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Facts } from '../../components/facts.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { When } from '../../components/when.tsx';
import { useMembersChanged } from './queries.ts';
import type { MemberUser, Person } from './types.ts';

/** Who the member is, and who keeps what is known of them. */
export function ProfileSection({ person }: { readonly person: Person }) {
  const kept = person.users.filter(({ endedAt }) => endedAt === null);
  const past = person.users.filter(({ endedAt }) => endedAt !== null);
  return (
    <Section title="Profile">
      <Facts
        rows={[
          ['Name', <bdi key="name">{person.displayName ?? '–'}</bdi>],
          ['E-mail address', person.email ?? '–'],
          [
            'Member id',
            <Group key="id" gap={4} wrap="nowrap">
              <Text size="sm" ff="monospace" truncate title={person.id}>
                {person.id}
              </Text>
              <CopyIcon label="Copy the member id" value={person.id} />
            </Group>,
          ],
          ['Id in the application', <ApplicationUser key={person.id} person={person} />],
          ['Member since', <When key="since" at={person.createdAt} />],
        ]}
      />
      {kept.map((user) => (
        <KeptElsewhere key={user.id} user={user} />
      ))}
      {past.map((user) => (
        <Text key={user.id} size="sm" c="dimmed">
          Until <When at={user.endedAt} /> this was the user{' '}
          <bdi>{user.userName ?? user.displayName ?? user.email ?? user.id}</bdi> of “
          {user.connection}”, which deleted it.
        </Text>
      ))}
    </Section>
  );
}

function KeptElsewhere({ user }: { readonly user: MemberUser }) {
  const { connection, userName, active } = user;
  return (
    <Alert
      variant="light"
      color="gray"
      icon={<IconLock />}
      title={`The identity provider of “${connection}” keeps this`}
    >
      <Stack gap={4}>
        <Text size="sm">
          It knows the person as <bdi>{userName ?? user.email ?? user.id}</bdi>
          {active ? '' : ', and has deactivated them'}. Name, address and the other attributes are
          changed there, and arrive here by themselves.
        </Text>
        <PathLink to={path`/administration/scim/users/${user.id}`} size="sm">
          Show the SCIM user
        </PathLink>
      </Stack>
    </Alert>
  );
}

/** The id by which the vendor's application knows the person. */
function ApplicationUser({ person }: { readonly person: Person }) {
  const [text, setText] = useState<string>();
  const [error, setError] = useState<Error>();
  const changed = useMembersChanged();
  const { applicationUserId } = person;

  async function save(id: string | null) {
    try {
      await put(path`/members/${person.id}/application-user`, { id });
      await changed();
      setText(undefined);
      setError(undefined);
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  if (text === undefined) {
    return (
      <Group gap={4} wrap="nowrap">
        <Text size="sm" span>
          {applicationUserId ?? 'None. As a rule the application sets it by itself.'}
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Change the id in the application"
          onClick={() => setText(applicationUserId ?? '')}
        >
          <IconPencil size={16} />
        </ActionIcon>
      </Group>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(text.trim() === '' ? null : text.trim());
      }}
    >
      <Stack gap="xs">
        <TextInput
          aria-label="Id in the application"
          value={text}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {error !== undefined && <ErrorNotice error={error} />}
        <Group gap="xs">
          <Button type="submit" size="xs">
            Save id
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => setText(undefined)}>
            Cancel
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}
