export { digestOfCode, endCodes, invitationOfCode, invitationOfDigest } from './codes.ts';
export { countInvitations, type InvitationCounts } from './count.ts';
export {
  forgetInvitations,
  invitationsOfPerson,
  type KnownInvitation,
} from './forget-invitations.ts';
export {
  INVITATION_STATES,
  type Invitation,
  type InvitationState,
  invitationOf,
  type RoleOffer,
} from './invitation.ts';
export { invitationJob } from './invitation-jobs.ts';
export {
  type InvitationRow,
  openInvitationOf,
  openInvitationTo,
  recordInvitation,
  saveInvitation,
} from './invitation-rows.ts';
export { inviterName } from './letter.ts';
export {
  INVITATIONS_PAGE_MAX,
  type InvitationPage,
  type InvitationSearch,
  invitationById,
  listInvitations,
} from './list.ts';
export { INVITATION_MAIL_KINDS } from './mail-kind.ts';
export { moveInvitation } from './move.ts';
export { offerInvitation } from './offer.ts';
export { type InvitationPreview, previewHeld, previewMail } from './preview.ts';
export { type Released, releaseHeld, releaseInvitation } from './release.ts';
export { type ReleasedSome, releaseSome } from './release-some.ts';
export { type InvitationLink, makeInvitationLink, resendInvitation } from './send-again.ts';
export { endInvitations, endPointless, withdraw, withdrawInvitation } from './withdraw.ts';
