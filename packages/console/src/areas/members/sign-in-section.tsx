import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { path, remove } from '../../api/call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { nameOf } from '../../components/person-name.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { tell } from '../../components/tell.ts';
import { When } from '../../components/when.tsx';
import { IdentityLinks } from './identity-links.tsx';
import { sessionsQuery, useMembersChanged } from './queries.ts';
import type { Person, Session } from './types.ts';

const METHOD: Readonly<Record<Session['method'], string>> = {
  password: 'by password',
  oidc: 'by single sign-on',
  setup: 'when setting up',
  'admin-link': "by a link of the service's operator",
  invitation: 'by accepting an invitation',
};

/** How the member signs in, and where it is signed in. */
export function SignInSection({ person }: { readonly person: Person }) {
  const { account, identities } = person;
  return (
    <Section title="Sign-in">
      <Text size="sm">
        {account === null ? (
          <>
            No account with a password{identities.length === 0 && ': the person cannot sign in yet'}
            .
          </>
        ) : (
          <>
            Account <b>{account.email}</b>. Password and address belong to the person; nobody else
            changes them, and no identity provider does.
          </>
        )}
      </Text>
      <IdentityLinks person={person} />
      <Sessions person={person} />
    </Section>
  );
}

function Sessions({ person }: { readonly person: Person }) {
  const sessions = useQuery(sessionsQuery(person.id));
  const [isAsking, asking] = useDisclosure(false);
  const changed = useMembersChanged();
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} component="h3" m={0}>
        Sessions
      </Text>
      <QueryView query={sessions}>
        {({ sessions: all }) =>
          all.length === 0 ? (
            <Text size="sm">Not signed in anywhere.</Text>
          ) : (
            <>
              <List size="sm" spacing={4}>
                {all.map((session) => (
                  <List.Item key={session.id}>
                    Since <When at={session.createdAt} /> {METHOD[session.method]}, seen{' '}
                    <When at={session.seenAt} />
                    <Text size="xs" c="dimmed" lineClamp={1} title={session.userAgent}>
                      {session.address} · {session.userAgent}
                    </Text>
                  </List.Item>
                ))}
              </List>
              <Group>
                <Button variant="default" size="xs" onClick={asking.open}>
                  End all sessions
                </Button>
              </Group>
            </>
          )
        }
      </QueryView>
      <ConfirmDialog
        opened={isAsking}
        onClose={asking.close}
        title={`Sign ${nameOf(person)} out everywhere?`}
        action="End all sessions"
        onConfirm={async () => {
          await remove(path`/members/${person.id}/sessions`);
          await changed();
          tell('Signed out everywhere.');
        }}
      >
        Every browser of this person is signed out of this organisation with its next request. They
        can sign in again at once: to keep them out, deactivate them.
      </ConfirmDialog>
    </Stack>
  );
}
