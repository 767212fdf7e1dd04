import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { put } from '../../api/call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Section } from '../../components/section.tsx';
import { type Provider, useSsoChanged } from './queries.ts';

type Change = 'enable' | 'disable' | 'require' | 'allow';

/** Turning it on, and making it the only way in. */
export function SwitchesSection({ provider }: { readonly provider: Provider }) {
  const { enabled, required } = provider;
  const [asked, setAsked] = useState<Change>();
  return (
    <Section title="4. Turn it on">
      <Stack gap="xs">
        <Text size="sm">
          {enabled
            ? 'Single sign-on is on. People may sign in by it, once they are linked to somebody at the provider.'
            : 'Single sign-on is off: nobody can sign in by it yet. Passwords work.'}
        </Text>
        <Group>
          <Button
            variant={enabled ? 'default' : 'filled'}
            onClick={() => setAsked(enabled ? 'disable' : 'enable')}
          >
            {enabled ? 'Turn off' : 'Turn on'}
          </Button>
        </Group>
      </Stack>
      {enabled && (
        <Stack gap="xs">
          <Text size="sm">
            {required
              ? 'It is the only way in: passwords are refused.'
              : 'Passwords work beside it. You can make single sign-on the only way in, once an Org Admin is linked.'}
          </Text>
          <Group>
            <Button variant="default" onClick={() => setAsked(required ? 'allow' : 'require')}>
              {required ? 'Allow passwords again' : 'Only single sign-on …'}
            </Button>
          </Group>
        </Stack>
      )}
      {asked !== undefined && (
        <Ask change={asked} provider={provider} onClose={() => setAsked(undefined)} />
      )}
    </Section>
  );
}

interface AskProps {
  readonly change: Change;
  readonly provider: Provider;
  readonly onClose: () => void;
}

const ASKED = {
  enable: {
    title: 'Turn single sign-on on?',
    action: 'Turn on',
    body: { enabled: true },
    isDangerous: false,
  },
  disable: {
    title: 'Turn single sign-on off?',
    action: 'Turn off',
    body: { enabled: false, required: false },
    isDangerous: true,
  },
  require: {
    title: 'Make single sign-on the only way in?',
    action: 'Only single sign-on',
    body: { required: true },
    isDangerous: true,
  },
  allow: {
    title: 'Allow passwords again?',
    action: 'Allow passwords',
    body: { required: false },
    isDangerous: false,
  },
} as const;

function Ask({ change, provider, onClose }: AskProps) {
  const changed = useSsoChanged();
  const { title, action, body, isDangerous } = ASKED[change];
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={title}
      action={action}
      isDangerous={isDangerous}
      {...(change === 'require' ? { typed: provider.name } : {})}
      onConfirm={async () => {
        await put('/single-sign-on', body);
        await changed();
      }}
    >
      {change === 'enable' &&
        'People who are linked can sign in by it at once. Passwords go on working.'}
      {change === 'disable' &&
        'Everybody who signed in by the provider is signed out now. Passwords work, for those who have one.'}
      {change === 'allow' && 'People who have a password may use it again, beside single sign-on.'}
      {change === 'require' && (
        <Stack gap="xs">
          <List size="sm">
            <List.Item>Passwords of your people are refused from now on, yours too.</List.Item>
            <List.Item>
              Whoever is not linked to somebody at the provider cannot sign in until they are.
            </List.Item>
            <List.Item>
              Sessions that began with a password end at once. If yours did, sign in by the provider
              then.
            </List.Item>
            <List.Item>An active Org Admin has to be linked, or this is refused.</List.Item>
          </List>
          <Text size="sm">
            If the provider fails and nobody gets in: whoever runs the service can make a link that
            signs an Org Admin in once (<code>rollcall admin-link</code>). Know how to reach them.
          </Text>
        </Stack>
      )}
    </ConfirmDialog>
  );
}
