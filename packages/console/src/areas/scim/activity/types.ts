/** The log of SCIM requests, as the API tells of it. */
import type { Instant } from '../../../api/types.ts';

export interface Note {
  /** Name of the tolerance. */
  readonly entry: string;
  /** What it was used for. */
  readonly subject: string;
}

export interface ActivityEntry {
  readonly id: number;
  readonly at: Instant;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  /** Microseconds. */
  readonly durationUs: number;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly connectionId: string | null;
  readonly tokenId: string | null;
  readonly requestId: string;
  readonly notes: readonly Note[];
  readonly detail: string | null;
  readonly scimType: string | null;
  readonly userAgent: string | null;
  /** In words: "Created Jane Doe". */
  readonly meaning: string;
}

export interface ActivityPageOf {
  readonly rows: readonly ActivityEntry[];
  readonly next: number | null;
}

export interface Explanation {
  readonly error?: {
    readonly what: string;
    readonly why: string;
    readonly onIdentityProvider: string;
    readonly here: string;
  };
  readonly notes: readonly (Note & { readonly title: string; readonly section?: string })[];
}

/** A record of a change. */
export interface Change {
  readonly seq: number;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** `old` and `new`, or `added` and `removed`; null when it was erased. */
  readonly detail: unknown;
}

/** By id. */
export type Names = Readonly<Record<string, string>>;

export interface RequestDetails extends ActivityEntry {
  readonly requestBody: string | null;
  readonly resourceName: string | null;
  readonly explanation: Explanation;
  readonly changes: readonly Change[];
  readonly names: Names;
  readonly around: readonly ActivityEntry[];
  readonly whyNotReplayable: string | null;
}

export interface DryRun {
  readonly status: number;
  readonly body: unknown;
  readonly changes: readonly Change[];
  readonly names: Names;
  readonly caveats: readonly string[];
  readonly explanation: Explanation;
}
