import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** Characters that the service asks of a new password. */
const LEAST = 15;

/** A password, for password managers too; the eye is reached by keyboard. */
export function PasswordField(props: PasswordInputProps) {
  return (
    <PasswordInput
      label="Password"
      autoComplete="current-password"
      required
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
      {...props}
    />
  );
}

/** One that is chosen now: its rules are said before anything is refused. */
export function NewPasswordField(props: PasswordInputProps) {
  return (
    <PasswordField
      label="New password"
      autoComplete="new-password"
      description={`At least ${LEAST} characters of any kind. A few words that belong to nobody else are easy to remember.`}
      {...props}
    />
  );
}

/** What the service would refuse at once, in words; null when it may take it. */
export function newPasswordProblem(text: string): string | null {
  const missing = LEAST - [...text].length;
  if (missing <= 0) return null;
  return `${missing} more ${missing === 1 ? 'character is' : 'characters are'} needed: a password has at least ${LEAST}.`;
}
