export {
  type Account,
  accountByEmail,
  accountOfMember,
  createAccount,
  linkAccount,
  type NewAccount,
} from './accounts.ts';
export { hashPassword, type Verdict, verifyPassword } from './passwords.ts';
export {
  digestOf,
  endSessionsOfAccount,
  endSessionsOfMember,
  type NewSession,
  startSession,
} from './sessions.ts';
