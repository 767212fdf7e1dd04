/**
 * Whether a new user is an existing member. The rules keep provisioning from taking over a member:
 * a match is linked only when it is certain; everything uncertain waits for an Org Admin.
 */
import type { LinkedUser, LinkPolicy } from './linked-user.ts';

/** A member that has the user's name or address. */
export interface Candidate {
  readonly memberId: string;
  readonly isLocal: boolean;
  readonly isEnabled: boolean;
  readonly isOrgAdmin: boolean;
  /** The member's own address, folded. */
  readonly emailKey: string | undefined;
  readonly isEmailProven: boolean;
  /** A user of this connection was linked to it, and that user is gone. */
  readonly wasLinkedHere: boolean;
  /** A user of this connection is linked to it now. */
  readonly isLinkedHere: boolean;
}

export type ClaimReason =
  | 'several members match'
  | 'matches disagree'
  | 'already linked to another user'
  | 'org admin'
  | 'inactive'
  | 'not a local member'
  | 'address not proven'
  | 'the connection asks';

export type Decision =
  | { readonly kind: 'new' }
  | { readonly kind: 'link'; readonly memberId: string }
  | { readonly kind: 'claim'; readonly reason: ClaimReason };

const NEW: Decision = Object.freeze({ kind: 'new' });

/** design.md, "Linking users to members". */
export function decide(
  policy: LinkPolicy,
  user: LinkedUser,
  candidates: readonly Candidate[],
): Decision {
  // Where no match is ever linked, local members and those of others do not make it less certain.
  const relevant = policy === 'never' ? candidates.filter(isReturning) : candidates;
  const [only] = relevant;
  if (only === undefined) return NEW;
  if (relevant.length === 1 && isReturning(only)) {
    // One that is out would be Org Admin again by the identity provider's word alone.
    const wouldMakeAdmin = only.isOrgAdmin && !(only.isLocal && only.isEnabled);
    return wouldMakeAdmin ? claim('org admin') : { kind: 'link', memberId: only.memberId };
  }
  if (policy === 'never') return NEW;
  if (policy === 'ask') return claim('the connection asks');
  if (candidates.length > 1) return claim('several members match');
  const doubt = doubtAbout(only, user);
  return doubt === undefined ? { kind: 'link', memberId: only.memberId } : claim(doubt);
}

/** A user of this connection was this member and is gone: a new one takes its place. */
function isReturning({ wasLinkedHere, isLinkedHere }: Candidate): boolean {
  return wasLinkedHere && !isLinkedHere;
}

function claim(reason: ClaimReason): Decision {
  return { kind: 'claim', reason };
}

/** Why the one match is not certain. */
function doubtAbout(member: Candidate, user: LinkedUser): ClaimReason | undefined {
  if (member.isLinkedHere) return 'already linked to another user';
  if (member.isOrgAdmin) return 'org admin';
  if (!member.isLocal) return 'not a local member';
  if (!member.isEnabled) return 'inactive';
  if (!member.isEmailProven) return 'address not proven';
  const addresses = [user.emailKey, user.userNameKey].filter((key) => key?.includes('@'));
  const agree = addresses.every((address) => address === member.emailKey);
  return agree && addresses.length > 0 ? undefined : 'matches disagree';
}
