import { Text } from '@mantine/core';
import { useState } from 'react';
import { post } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { ButtonLink } from '../../components/links.tsx';
import { useLinkCode } from '../../link-code.ts';
import { Door, ToSignIn } from './door.tsx';
import { NewPasswordForm } from './new-password-form.tsx';
import { NoCode } from './no-code.tsx';

/** The link that was mailed: a new password, which signs nobody in and everybody out. */
export function ResetPasswordPage() {
  const code = useLinkCode();
  // Another link may be followed in the same window.
  const [usedCode, setUsedCode] = useState<string>();
  if (code !== undefined && usedCode === code) {
    return (
      <Door title="Your password is changed">
        <Text>
          Wherever you were signed in, you are not any more. Sign in with the new password.
        </Text>
        <ButtonLink to="/sign-in">Sign in</ButtonLink>
      </Door>
    );
  }
  if (code === undefined) {
    return (
      <NoCode
        where="the mail"
        otherwise="If it was used or is older than an hour, ask for another: choose “I forgot my password” on the page to sign in."
      />
    );
  }
  return (
    <Door
      title="Choose a new password"
      description="It ends every session that you have, here and on other devices."
      below={<ToSignIn />}
    >
      <NewPasswordForm
        action="Save the new password"
        onSubmit={async (password) => {
          await post('/password-reset/complete', { code, password });
          queryClient.clear();
          setUsedCode(code);
        }}
      />
    </Door>
  );
}
