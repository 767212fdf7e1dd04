import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type Me, useMe } from '../../api/me.ts';
import { Section } from '../../components/section.tsx';
import { ChangePasswordDialog } from './change-password-dialog.tsx';
import { LinkedIdentities } from './linked-identities.tsx';
import { profileRoute } from './routes.tsx';

/** Password and identity provider. */
export function SigningIn() {
  const me = useMe();
  const { change } = profileRoute.useSearch();
  const navigate = useNavigate({ from: profileRoute.fullPath });
  const about = aboutPassword(me);
  return (
    <Section title="How you sign in">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex="1 1 16rem">
          <Title order={3} size="h6">
            Password
          </Title>
          <Text size="sm">{about.text}</Text>
        </Stack>
        {about.action !== undefined && (
          <Button
            variant="default"
            onClick={() => void navigate({ search: { change: 'password' } })}
          >
            {about.action}
          </Button>
        )}
      </Group>
      <LinkedIdentities />
      <ChangePasswordDialog
        opened={change === 'password' && about.action !== undefined}
        onClose={() => void navigate({ search: {}, replace: true })}
      />
    </Section>
  );
}

/** What can be done about it depends on how one came in. */
function aboutPassword({ account, session }: Me): {
  readonly text: string;
  readonly action?: string;
} {
  if (session.method === 'oidc') {
    return account?.hasPassword === true
      ? {
          text: `You have one for ${account.email}. To change it, sign in with it: a session by single sign-on does not reach it.`,
        }
      : { text: 'You have none here: your identity provider signs you in.' };
  }
  if (session.method === 'admin-link' && account?.hasPassword !== true) {
    return {
      text: 'You have none yet. Set one now: for ten minutes after the link no old one is asked for.',
      action: 'Set a password',
    };
  }
  if (account?.hasPassword !== true) {
    return {
      text: 'You have none. Sign out and choose “I forgot my password”: a link to set one is mailed to you.',
    };
  }
  return { text: `You sign in with ${account.email}.`, action: 'Change password' };
}
