import { ScimError } from '@rollcall/scim';
import type { HeldChangeTable } from '../db/index.ts';
import type { BrakePolicy, Kind } from './policy.ts';

/** What a request wanted to take away: rows of held changes are told apart by resource and this. */
export type What = HeldChangeTable['what'];

/** A change of users or memberships that is counted. */
export interface CountedChange {
  readonly resourceType: string;
  readonly resourceId: string;
  /** What it is, should it be held. */
  readonly what: What;
  readonly removed: number;
  readonly added: number;
}

/** A removal that was held. */
export interface Removal {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly what: What;
  readonly kind: Kind;
  /** Users or memberships that it would have taken away. */
  readonly amount: number;
}

/**
 * Seconds. Okta doubles it with each of ten attempts, so it comes back for three and a half days, a
 * weekend; Entra ID goes by cycles of its own.
 */
const RETRY_SECONDS = 300;

const WORDS: Readonly<Record<Kind, string>> = Object.freeze({
  users: 'active users',
  memberships: 'memberships of groups',
});

/** Thrown inside the unit of a removal, so that nothing of it is made; whoever answers keeps it as held. */
export class HeldError extends ScimError {
  readonly removal: Removal;

  /** @param limit How many may go within the window; undefined where others wait already. */
  constructor(policy: BrakePolicy, removal: Removal, limit: number | undefined) {
    super('removalHeld', `${reason(policy, removal, limit)} ${WHAT_NOW}`, {
      headers: { 'Retry-After': String(RETRY_SECONDS) },
    });
    this.removal = removal;
  }
}

const WHAT_NOW =
  'An Org Admin can release or discard it in Rollcall, under the held changes of the connection. If it ' +
  'is a mistake, mend the assignment in the identity provider. Until then repeating it does no harm.';

function reason(
  { name, brakeWindowMinutes: minutes }: BrakePolicy,
  { kind, what }: Removal,
  limit: number | undefined,
): string {
  const held = `Nothing was changed; this removal (${what}) is held.`;
  return limit === undefined
    ? `${held} Removals of the connection "${name}" wait for an Org Admin's decision.`
    : `${held} The connection "${name}" may take away ${limit} ${WORDS[kind]} within ${minutes} minutes without a question, and this would be more.`;
}
