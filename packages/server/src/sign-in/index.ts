export { newAdminLink, useAdminLink } from './admin-link.ts';
export { changePassword } from './change-password.ts';
export { checkTyped, WrongCredentialsError, WrongPasswordError } from './check-password.ts';
export {
  endOtherSessions,
  endOwnSession,
  endReplacedSession,
  endSessionsFor,
  ownSessions,
} from './end-sessions.ts';
export { SIGN_IN_MAIL_KINDS } from './mails.ts';
export { prove } from './prove.ts';
export { completeReset, requestReset } from './reset-password.ts';
export { signInRetentionJob } from './retention.ts';
export { newSetUpLink, setUp } from './set-up.ts';
export { type Client, signIn } from './sign-in.ts';
export { switchOrganization } from './switch-organization.ts';
export { type WayIn, waysIn } from './ways-in.ts';
export { isSuspended, type SignedIn, whoIs } from './who-is.ts';
