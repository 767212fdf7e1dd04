export {
  type Claim,
  linkClaim,
  listClaims,
  separateClaim,
  undoClaim,
} from './claims.ts';
export type { LinkedUser, LinkPolicy } from './linked-user.ts';
export {
  createMember,
  deactivateMember,
  isActiveOrgAdmin,
  listMembers,
  type Member,
  type MemberInput,
  memberByEmail,
} from './members.ts';
export { activeOrgAdmins, type OrgAdmin } from './org-admins.ts';
export { type Linking, userChanged, userCreated, userDeleted } from './provisioned.ts';
export { countWaitingClaims } from './waiting-claims.ts';
