/** How far connecting an identity provider has come; see the server for what counts. */
import type { Instant } from '../../../api/types.ts';

export interface Seen {
  readonly id: number | null;
  readonly at: Instant | null;
}

export interface Failure extends Seen {
  readonly status: number;
  readonly method: string;
  readonly path: string;
  readonly detail: string | null;
  readonly explanation: {
    readonly what: string;
    readonly why: string;
    readonly onIdentityProvider: string;
    readonly here: string;
  } | null;
}

export interface Progress {
  readonly firstRequest: Seen | null;
  readonly test: Seen | null;
  readonly lookup: Seen | null;
  readonly user: Seen | null;
  readonly group: Seen | null;
  readonly failure: Failure | null;
  readonly users: number;
  readonly groups: number;
}

/** How often it is asked for while the page is looked at, milliseconds. */
export const LOOK_EVERY_MS = 3_000;
