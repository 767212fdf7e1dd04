/** Where what a notice tells of is mended. It knows addresses alone, as the menu does. */
import type { Instant } from '../api/types.ts';

export interface Notice {
  readonly kind: string;
  /** Id of the token, the connection or the organisation that it is about. */
  readonly subjectId: string;
  readonly threshold: string;
  readonly raisedAt: Instant;
  readonly message: string;
}

export interface Place {
  readonly to: string;
  /** The link's words. */
  readonly action: string;
  readonly color: 'red' | 'yellow' | 'blue';
}

const TOKENS = '/administration/developers/tokens';
const ACTIVITY = '/administration/scim/activity';

const PLACES: Readonly<Record<string, Place>> = {
  'token.expiring': { to: TOKENS, action: 'Rotate the token', color: 'yellow' },
  'token.expired': { to: TOKENS, action: 'Make a new token', color: 'red' },
  'token.unused': { to: TOKENS, action: 'Look at the tokens', color: 'blue' },
  'token.owner_left': { to: TOKENS, action: 'Rotate the token', color: 'yellow' },
  'claims.waiting': {
    to: '/administration/scim/claims',
    action: 'Decide about them',
    color: 'yellow',
  },
  'changes.held': {
    to: '/administration/scim/held-changes',
    action: 'Look at what is held',
    color: 'yellow',
  },
  'integration.failing': { to: ACTIVITY, action: 'See why', color: 'red' },
  'integration.recovered': { to: ACTIVITY, action: 'See its requests', color: 'blue' },
};

/** A kind that a later version of the service has leads to the overview. */
export function placeOf(kind: string): Place {
  return PLACES[kind] ?? { to: '/overview', action: 'To the overview', color: 'blue' };
}
