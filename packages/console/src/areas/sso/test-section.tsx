import { Button, Group, List, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { post, urlOf } from '../../api/call.ts';
import { useMe } from '../../api/me.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Section } from '../../components/section.tsx';
import type { Provider, Tested } from './queries.ts';

/** Looks at the provider, and says in words what came of it. */
export function TestSection({ provider }: { readonly provider: Provider }) {
  const { organization } = useMe();
  const [tested, setTested] = useState<Tested>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);

  async function test() {
    setBusy(true);
    setError(undefined);
    setTested(undefined);
    try {
      setTested(await post<Tested>('/single-sign-on/test'));
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section
      title="3. Test it"
      description="Reads what the provider says of itself. Nothing secret is sent, and nobody is signed in or out."
    >
      <Group>
        <Button variant="default" onClick={() => void test()} loading={isBusy}>
          Test
        </Button>
      </Group>
      {error !== undefined && <ErrorNotice error={error} />}
      {tested !== undefined && <Result tested={tested} />}
      <CopyField
        label="Link that signs people in"
        value={urlOf(`/sso/${organization.slug}/start`, { return: '/' })}
        description={
          provider.enabled
            ? 'Put it into a bookmark or a tile of your portal. Signing in is begun here: the provider cannot begin it.'
            : 'It works once single sign-on is on.'
        }
      />
    </Section>
  );
}

function Result({ tested }: { readonly tested: Tested }) {
  const { ok, message, issuer, algorithms } = tested;
  const isReached = ok || algorithms.length > 0 || message.includes('signs with');
  return (
    <div role="status">
      <List size="sm" spacing="xs" listStyleType="none" withPadding={false}>
        <Step state={isReached ? 'good' : 'bad'}>
          {isReached
            ? `${issuer} answers, and names itself so.`
            : `${issuer} could not be read: ${message}`}
        </Step>
        <Step state={ok ? 'good' : isReached ? 'bad' : 'open'}>
          {ok
            ? `It signs with ${algorithms.join(', ')}, which is accepted.`
            : isReached
              ? message
              : 'How it signs is not known yet.'}
        </Step>
        <Step state="open">
          Whether client ID, secret and redirect URI are right shows the first sign-in: turn single
          sign-on on, and try the link below in a private window.
        </Step>
      </List>
    </div>
  );
}

const ICON = { good: IconCheck, bad: IconX, open: IconMinus } as const;
const COLOR = { good: 'teal', bad: 'red', open: 'gray' } as const;
const WORD = { good: 'Good: ', bad: 'Not good: ', open: 'Open: ' } as const;

function Step(props: { readonly state: keyof typeof ICON; readonly children: string | string[] }) {
  const Icon = ICON[props.state];
  return (
    <List.Item
      icon={
        <ThemeIcon size={20} radius="xl" color={COLOR[props.state]} variant="light">
          <Icon size={14} />
        </ThemeIcon>
      }
    >
      <Text span size="sm">
        <b>{WORD[props.state]}</b>
        {props.children}
      </Text>
    </List.Item>
  );
}
