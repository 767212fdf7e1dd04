export {
  type Claim,
  linkClaim,
  listClaims,
  separateClaim,
  undoClaim,
} from './claims.ts';
export { type Erased, type ErasureDeps, eraseMember } from './erase-member.ts';
export type { LinkedUser, LinkPolicy } from './linked-user.ts';
export {
  createMember,
  deactivateMember,
  emailOrIdOf,
  isActiveOrgAdmin,
  listMembers,
  type Member,
  type MemberInput,
  memberByEmail,
} from './members.ts';
export { type Linking, userChanged, userCreated, userDeleted } from './provisioned.ts';
export { usersNamed } from './users-named.ts';
