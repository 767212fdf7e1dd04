/**
 * What can go wrong on the way to an identity provider and back. People see it on the page `/sign-in`,
 * which is told by the code, and asks the console's API for the words.
 */

/** Codes are part of the console's API: they are in docs/single-sign-on.md. */
export const SSO_PROBLEMS = Object.freeze({
  'not-available': 'This organisation does not sign in by an identity provider, or not now.',
  'too-many': 'Too many sign-ins were begun from where you are. Wait ten minutes and try again.',
  unreachable:
    'The identity provider cannot be reached, or says something else about itself than is set up. ' +
    'Try again; an Org Admin finds out more with "test" in the settings of single sign-on.',
  denied:
    'The identity provider did not let you in. Ask who runs it whether you may use this service.',
  unsolicited: 'This sign-in was not begun in this browser. Begin it here.',
  expired: 'This sign-in took too long, or was finished before. Begin again.',
  rejected:
    'What the identity provider answered cannot be relied on. An Org Admin finds the reason in the ' +
    'audit log.',
  unknown:
    'The identity provider knows you, and this organisation does not: no member is linked to you. The ' +
    'address does not count. Ask an Org Admin to assign you to the application or to link you.',
  inactive: 'You are no longer active in this organisation. Ask an Org Admin.',
  disabled: 'Single sign-on was turned off or changed meanwhile. Ask an Org Admin.',
  suspended: 'This organisation is suspended. Ask who runs the service.',
  taken: 'This identity is that of another member. Ask an Org Admin to unlink it there.',
  'not-invited':
    'The link of your invitation is not good any more: it was used, replaced by a newer one, withdrawn, or is ' +
    'too old. If you have joined, sign in. If not, ask an Org Admin for a new invitation.',
  'other-person':
    'The invitation is for somebody else: the identity provider knows the person who was invited, and it is ' +
    'not you. Sign in there as the one who was invited, or ask an Org Admin.',
  'not-joined':
    'The invitation gives nothing at the moment, for example because no seat is free. An Org Admin finds the ' +
    'reason in the audit log.',
  'other-session': 'You are not signed in as the one who began this. Begin again.',
  'not-recent':
    'The identity provider does not say that you signed in just now. An Org Admin sees in the guide ' +
    'how to make it tell (the claim auth_time).',
} as const);

/** What to say of a code that came back with a browser; null for none, and words for whatever is unknown. */
export function ssoProblemText(code: string | null): string | null {
  if (code === null) return null;
  return Object.hasOwn(SSO_PROBLEMS, code)
    ? SSO_PROBLEMS[code as SsoProblemCode]
    : 'Signing in did not work. Try again.';
}

export type SsoProblemCode = keyof typeof SSO_PROBLEMS;

/** What records have of it. */
export interface SsoFacts {
  /** Why, for the Org Admin: a code of the protocol, never anything secret. */
  readonly reason?: string;
  readonly memberId?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

/** The way ends here. */
export class SsoProblem extends Error {
  override readonly name = 'SsoProblem';
  readonly code: SsoProblemCode;
  readonly facts: SsoFacts;
  constructor(code: SsoProblemCode, facts: SsoFacts = {}, cause?: unknown) {
    super(SSO_PROBLEMS[code], { cause });
    this.code = code;
    this.facts = facts;
  }
}
