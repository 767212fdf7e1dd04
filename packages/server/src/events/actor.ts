/** Who made a change. */
export interface Actor {
  readonly kind: 'token' | 'cli' | 'operator' | 'system' | 'member';
  /** Id of the token; the operator's login; id of the operator's key; name of the job; id of the member. */
  readonly id: string;
}

/** What all changes of one request or command have in common. */
export interface ChangeContext {
  readonly organizationId: string;
  /** Undefined for changes that no connection made. */
  readonly connectionId?: string | undefined;
  readonly actor: Actor;
  readonly requestId?: string | undefined;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
}

/** `token:<id>`, as stored. */
export function actorText({ kind, id }: Actor): string {
  return `${kind}:${id}`;
}
