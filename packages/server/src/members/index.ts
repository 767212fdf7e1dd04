export { activeMembers, isMemberActive, standingOf } from './activity.ts';
export { setApplicationUser } from './application-user.ts';
export {
  type Claim,
  linkClaim,
  listClaims,
  separateClaim,
  undoClaim,
} from './claims.ts';
export { type Erased, type ErasureDeps, eraseMember } from './erase-member.ts';
export {
  MEMBERS_PAGE_MAX,
  memberById,
  membersByAddress,
  membersOfApplicationUser,
  pageOfMembers,
} from './find-members.ts';
export { sourcesOf } from './invite-users.ts';
export type { InvitationPolicy, LinkedUser, LinkPolicy } from './linked-user.ts';
export {
  checkAddress,
  createMember,
  emailOrIdOf,
  insertLocalMember,
  listMembers,
  type Member,
  type MemberInput,
  memberByEmail,
} from './members.ts';
export { activeOrgAdmins, isActiveOrgAdmin, type OrgAdmin } from './org-admins.ts';
export { proveAddress } from './prove-address.ts';
export { type Linking, userChanged, userCreated, userDeleted } from './provisioned.ts';
export {
  type ListedMember,
  type MemberSearch,
  type MembersPage,
  searchMembers,
} from './search-members.ts';
export { seatUse } from './seats.ts';
export { type Access, activateMember, deactivateMember, setOrgAdmin } from './set-access.ts';
export { usersNamed } from './users-named.ts';
export { type MemberUser, usersOfMember } from './users-of-member.ts';
export { countWaitingClaims } from './waiting-claims.ts';
