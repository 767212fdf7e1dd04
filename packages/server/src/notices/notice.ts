/** What Org Admins are told of. */

export const TOKEN_KINDS = [
  'token.expiring',
  'token.expired',
  'token.unused',
  'token.owner_left',
] as const;

export type NoticeKind =
  | (typeof TOKEN_KINDS)[number]
  | 'claims.waiting'
  | 'changes.held'
  | 'integration.failing'
  | 'integration.recovered';

/** Tells a notice from every other of its organisation: each is raised once. */
export interface NoticeKey {
  readonly kind: NoticeKind;
  /** Id of the token, the connection or the organisation. */
  readonly subjectId: string;
  /** Days left; a date; the id of an owner: whatever makes it another notice. */
  readonly threshold: string;
}

/** Names and times as they were when it was raised. */
export type Facts = Readonly<Record<string, string>>;

/** Something that Org Admins should know, for as long as it is so. */
export interface Condition extends NoticeKey {
  readonly facts: Facts;
}

export function isSameNotice(a: NoticeKey, b: NoticeKey): boolean {
  return a.kind === b.kind && a.subjectId === b.subjectId && a.threshold === b.threshold;
}
