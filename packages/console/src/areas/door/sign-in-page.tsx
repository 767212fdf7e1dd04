import { Alert, Code, Divider, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { AnchorLink, ButtonLink } from '../../components/links.tsx';
import { Door } from './door.tsx';
import { OrganizationChoice } from './organization-choice.tsx';
import { type Credentials, PasswordForm } from './password-form.tsx';
import { signInRoute } from './routes.tsx';
import { SingleSignOnForm } from './single-sign-on-form.tsx';
import { useSignIn } from './use-sign-in.ts';

interface DoorState {
  /** Whether anybody has an account. */
  readonly isSetUp: boolean;
  /** Why single sign-on did not work, in words. */
  readonly problem: string | null;
}

/** By password or by the identity provider, and to which organisation where there are several. */
export function SignInPage() {
  const { next, problem, by, organization } = signInRoute.useSearch();
  const { me } = signInRoute.useRouteContext();
  const [given, setGiven] = useState<Credentials>({ email: '', password: '' });
  const { choices, error, isBusy, signIn, startOver } = useSignIn(next);
  const { data: door } = useQuery({
    queryKey: ['door', problem],
    queryFn: ({ signal }) => get<DoorState>('/sign-in', { query: { problem }, signal }),
  });

  if (choices !== undefined) {
    return (
      <OrganizationChoice
        choices={choices}
        isBusy={isBusy}
        error={error}
        onChoose={(slug) => void signIn({ ...given, organization: slug })}
        onBack={startOver}
      />
    );
  }
  const bySingleSignOn = by === 'single-sign-on';
  return (
    <Door title={bySingleSignOn ? 'Single sign-on' : 'Sign in'}>
      {door?.problem && (
        <ErrorNotice title="Single sign-on did not work" error={new Error(door.problem)} />
      )}
      {me !== undefined && <StillIn name={me.account?.email ?? me.member.email ?? 'yourself'} />}
      {door?.isSetUp === false && <NotSetUp />}
      {bySingleSignOn ? (
        <SingleSignOnForm organization={organization} next={next} />
      ) : (
        <PasswordForm
          error={error}
          isBusy={isBusy}
          onSubmit={(values) => {
            setGiven(values);
            void signIn(values);
          }}
        />
      )}
      {!bySingleSignOn && (
        <AnchorLink to="/forgot-password" size="sm">
          I forgot my password
        </AnchorLink>
      )}
      <Divider label="or" />
      <ButtonLink
        variant="default"
        to="/sign-in"
        search={{ next, organization, by: bySingleSignOn ? undefined : 'single-sign-on' }}
      >
        {bySingleSignOn ? 'Sign in with a password' : 'Sign in with single sign-on'}
      </ButtonLink>
    </Door>
  );
}

/** What failed was something beside: linking, or proving to be the one. */
function StillIn({ name }: { readonly name: string }) {
  return (
    <Alert color="blue" variant="light" icon={<IconInfoCircle />} title="You are still signed in">
      <Stack gap="xs">
        <Text size="sm">As {name}. Nothing was changed.</Text>
        <AnchorLink to="/" size="sm">
          Go on
        </AnchorLink>
      </Stack>
    </Alert>
  );
}

function NotSetUp() {
  return (
    <Alert color="blue" variant="light" icon={<IconInfoCircle />} title="Nobody can sign in yet">
      <Text size="sm">
        No account has been made. Whoever started the service finds a link to set it up in its
        output on the terminal. It is good for a day, and this command prints another:
      </Text>
      <Code block mt="xs">
        rollcall setup-link
      </Code>
    </Alert>
  );
}
