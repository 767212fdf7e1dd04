export {
  type Acceptance,
  acceptInvitation,
  type Joined,
} from './accept.ts';
export { type CheckedLine, checkMany } from './check-many.ts';
export { type InviteInput, invite } from './invite.ts';
export { type InvitedLine, inviteMany, readRoles } from './invite-many.ts';
export { type InvitationLook, lookAtInvitation } from './look.ts';
export { type BeginJoining, beginJoining, joinVouched } from './vouched.ts';
