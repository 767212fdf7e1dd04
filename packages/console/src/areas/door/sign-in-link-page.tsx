import { Button } from '@mantine/core';
import { post } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { useLinkCode } from '../../link-code.ts';
import { Door, ToSignIn } from './door.tsx';
import { useEnter } from './enter.ts';
import { NoCode } from './no-code.tsx';

/** The operator's link for an Org Admin who cannot sign in otherwise. It is used by the button, not by looking. */
export function SignInLinkPage() {
  const code = useLinkCode();
  const enter = useEnter();
  const { error, isBusy, submit } = useSubmit(async () => {
    await post('/sign-in-link', { code });
    // Ten minutes, in which a password can be set without the old one.
    await enter('/profile?change=password');
  });
  if (code === undefined) {
    return (
      <NoCode
        where="the person who runs the service"
        otherwise="They get another with rollcall admin-link."
      />
    );
  }
  return (
    <Door
      title="Sign in with a link"
      description="Whoever runs the service made this link for you. It signs you in once. For ten minutes you can then set a password without the old one."
      below={<ToSignIn />}
    >
      {error !== undefined && <ErrorNotice title="You are not signed in" error={error} />}
      <Button loading={isBusy} onClick={() => void submit()}>
        Sign in
      </Button>
    </Door>
  );
}
