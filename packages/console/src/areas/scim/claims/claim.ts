/** Claims: users that wait for an Org Admin to say who they are. */
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../../api/call.ts';
import type { Instant } from '../../../api/types.ts';

export interface Claim {
  readonly id: string;
  readonly connectionId: string;
  readonly userId: string;
  readonly userName: string;
  readonly email: string | null;
  readonly reason: string;
  /** Ids of members. */
  readonly candidates: readonly string[];
  readonly createdAt: Instant;
  readonly decision: 'link' | 'separate' | 'withdrawn' | null;
  readonly decidedAt: Instant | null;
  readonly memberId: string | null;
}

/** Those that wait, and those that were decided. */
export const claimsQuery = queryOptions({
  queryKey: ['claims'],
  queryFn: async ({ signal }) =>
    (await get<{ claims: readonly Claim[] }>('/claims', { query: { decided: 'yes' }, signal }))
      .claims,
});

const REASONS: Readonly<Record<string, string>> = Object.freeze({
  'several members match': 'Several members have this user name or address',
  'matches disagree': 'User name and address do not both belong to this member',
  'already linked to another user': 'The member is another user of this connection already',
  'org admin': 'The member is an Org Admin, whose access nobody gets by an address alone',
  inactive: 'The member has no access now; linking would give it back',
  'not a local member': 'The member came from another connection',
  'address not proven': 'The member has not proven to own the address',
  'the connection asks': 'The connection is set to ask every time',
});

export function reasonOf({ reason }: Pick<Claim, 'reason'>): string {
  return REASONS[reason] ?? reason;
}

/** What was decided, in words. */
export function decisionOf({ decision }: Claim): string {
  if (decision === 'link') return 'Linked to the member';
  if (decision === 'separate') return 'Somebody new';
  if (decision === 'withdrawn') return 'Withdrawn: the user was deleted';
  return 'Waits';
}
