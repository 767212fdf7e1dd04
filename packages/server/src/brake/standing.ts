/** How far a connection is from its brake, for those who look. */
import type { Session } from '../db/index.ts';
import { type Counted, readCounts, windowOf } from './counts.ts';
import { type BrakePolicy, isWatching, type Kind, limitOf, SMALL_USERS } from './policy.ts';

/** Of active users, or of memberships. */
export interface KindStanding extends Counted {
  /** How many may go within the window without a question. */
  readonly limit: number;
}

export interface BrakeStanding {
  /** It is on, nobody has opened it for a while, and there are more users than it takes to have one. */
  readonly isWatching: boolean;
  /** Up to so many active users there is no brake. */
  readonly smallUsers: number;
  readonly users: KindStanding;
  readonly memberships: KindStanding;
}

/** @param at RFC 3339. */
export async function brakeStanding(
  session: Session,
  scope: { readonly organization: string; readonly connection: string },
  policy: BrakePolicy,
  at: string,
): Promise<BrakeStanding> {
  const read = async (kind: Kind): Promise<KindStanding & { readonly base: number }> => {
    const counted = await readCounts(session, { ...scope, kind, ...windowOf(policy, at) });
    const base = Math.max(0, counted.total + counted.removed - counted.added);
    return { ...counted, base, limit: limitOf(policy, base) };
  };
  const { base, ...users } = await read('users');
  const { base: _base, ...memberships } = await read('memberships');
  return {
    isWatching: isWatching(policy, at) && base > SMALL_USERS,
    smallUsers: SMALL_USERS,
    users,
    memberships,
  };
}
