export {
  type Account,
  accountByEmail,
  accountOfMember,
  createAccount,
  hasAccounts,
  linkAccount,
  memberOfAccount,
  type NewAccount,
} from './accounts.ts';
export {
  type Credentials,
  credentialsByEmail,
  credentialsOf,
  setPassword,
} from './credentials.ts';
export {
  accountIdsOf,
  deleteUnusedAccounts,
  forgetAccount,
  wordsOfAccount,
} from './forget-account.ts';
export { requireRoom } from './hash-queue.ts';
export { listAccounts, showAccount } from './list-accounts.ts';
export {
  deleteOldSessions,
  endSession,
  findSession,
  idleEnd,
  isProven,
  isSeenLongAgo,
  isSessionOn,
  noteSeen,
  renewSession,
  type ShownSession,
  sessionsOfAccount,
  sessionsOfMember,
  sessionsOfOrganization,
  shown,
} from './live-sessions.ts';
export {
  deleteOldLinks,
  endLinksOfAccount,
  endLinksOfMember,
  findLink,
  linkUrl,
  type NewLink,
  newLink,
  spent,
  useLink,
} from './one-time-links.ts';
export { WeakPasswordError } from './password-policy.ts';
export { hashPassword, rehashPassword, type Verdict, verifyPassword } from './passwords.ts';
export { digestOf } from './secrets.ts';
export {
  endSessionsOfAccount,
  endSessionsOfMember,
  type NewSession,
  startSession,
} from './sessions.ts';
export {
  beginTry,
  clearTries,
  clientSubjects,
  countTry,
  deleteForgottenTries,
  endTry,
  forgetTry,
  type Subject,
  subjectOf,
  subjectsOf,
  TooManyTriesError,
} from './tries.ts';
