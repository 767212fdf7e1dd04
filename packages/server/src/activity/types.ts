import type { MaybePromise } from '../db/index.ts';
import type { Page, PageWanted } from '../log-pages.ts';
import type { Field } from './messages.ts';
import type { RequestOutcome } from './outcomes.ts';

/** What the server hands over about a finished SCIM request; bodies and queries as they came. */
export interface ActivityEntry {
  /** Undefined when it never became known who asked. */
  readonly organizationId: string | undefined;
  readonly connectionId: string | undefined;
  readonly tokenId: string | undefined;
  /** When the request arrived, milliseconds since 1970. */
  readonly at: number;
  readonly requestId: string;
  readonly method: string;
  /** Under the base URL: `/Users/2819c223`. */
  readonly path: string;
  /** Without `?`, still encoded. */
  readonly query: string;
  readonly status: number;
  /** Milliseconds, with fractions. */
  readonly durationMs: number;
  readonly resourceType: string | undefined;
  readonly resourceId: string | undefined;
  readonly notes: readonly ActivityNote[];
  readonly detail: string | undefined;
  readonly scimType: string | undefined;
  readonly requestBody: string | undefined;
  readonly userAgent: string | undefined;
}

/** Entry of the note on a removal that the brake held; its status is that of too many requests. */
export const HELD_NOTE = 'held';

/** A tolerance that was used, or something that was left out. */
export interface ActivityNote {
  readonly entry: string;
  readonly subject: string;
}

/** A row of the log: passwords, tokens and the values in filters are gone. */
export interface ActivityRow {
  readonly id: number;
  readonly organizationId: string | null;
  readonly connectionId: string | null;
  readonly tokenId: string | null;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly durationUs: number;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly notes: readonly ActivityNote[];
  readonly detail: string | null;
  readonly scimType: string | null;
  readonly requestBody: string | null;
  readonly userAgent: string | null;
}

export interface ActivityFilter {
  readonly organizationId?: string | undefined;
  readonly connectionId?: string | undefined;
  readonly requestId?: string | undefined;
  /** Only answers with 400 and above. */
  readonly failed?: boolean | undefined;
  /** Only rows with a greater id, for those who follow the log. */
  readonly after?: number | undefined;
  /** Default 50, at most 1000. */
  readonly limit?: number | undefined;
}

/** What to look for in the log; what is left out does not matter. */
export interface ActivitySearch extends PageWanted {
  /** Undefined looks at all organisations: for the operator alone. */
  readonly organizationId?: string | undefined;
  readonly connectionId?: string | undefined;
  readonly tokenIds?: readonly string[] | undefined;
  readonly requestId?: string | undefined;
  readonly method?: string | undefined;
  readonly resourceIds?: readonly string[] | undefined;
  readonly status?: StatusRange | undefined;
  /** Only those with a note: of a tolerance, or of something that was left out. */
  readonly isNoted?: boolean | undefined;
  /** Anywhere in path, query, detail, notes or user agent; the case of ASCII letters does not count. */
  readonly text?: string | undefined;
}

/** What came in within an hour. */
export interface ActivityHour {
  /** When it began, RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  readonly requests: number;
  /** Answered with 400 and above. */
  readonly errors: number;
  /** Milliseconds within which half, and 95 of 100, were answered: exact to a twentieth. */
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface ActivityHours {
  /** Oldest first; hours in which nothing came are left out. */
  readonly hours: readonly ActivityHour[];
  /** The first hour that is known whole; later than asked for where the log is too long to be read. */
  readonly since: string;
}

/** Both ends belong to it. */
export interface StatusRange {
  readonly least: number;
  readonly most: number;
}

/** Whose personal data is to go. */
export interface ActivityErasure {
  readonly organizationId: string;
  readonly resourceIds: readonly string[];
  /** Names and addresses by which other rows tell of them. */
  readonly words: readonly string[];
}

export interface ActivityLog {
  /** Takes microseconds and never fails: what does not fit into the buffer is counted and dropped. */
  record(entry: ActivityEntry): void;
  /** The newest rows that pass the filter, newest first, those still on their way included. */
  recent(filter: ActivityFilter): Promise<ActivityRow[]>;
  /**
   * How the latest requests of these organisations ended, newest first for each, those still on their way
   * included. @param since RFC 3339.
   */
  outcomes(organizationIds: readonly string[], since: string): Promise<RequestOutcome[]>;
  /** A page of the rows that are wanted, those still on their way included. */
  search(search: ActivitySearch): Promise<Page<ActivityRow>>;
  /** By the id of the row or of the request. */
  find(organizationId: string | undefined, id: string): Promise<ActivityRow | undefined>;
  /** The requests that came right before and after one, newest first; at most so many on each side. */
  around(organizationId: string, id: number, count: number): Promise<ActivityRow[]>;
  /** What came in each hour. @param since RFC 3339; its hour is the first. */
  hours(organizationId: string, since: string, now: Date): Promise<ActivityHours>;
  /** Takes bodies, details and notes out of the rows about somebody; the rows stay. */
  erase(erasure: ActivityErasure): Promise<void>;
  /** Deletes what is older, milliseconds since 1970, in small steps. */
  deleteOld(before: number): Promise<void>;
  /** Resolves when what was recorded so far is in the file. */
  flush(): Promise<void>;
  /** Rows that were dropped since the start. */
  readonly dropped: number;
  /** Writes what was recorded and stops the worker. */
  close(): Promise<void>;
}

/** Where the worker keeps the rows. */
export interface ActivityStore {
  /** Writes the entries of a batch, redacted, in one transaction. Returns how many. */
  write(fields: readonly Field[]): MaybePromise<number>;
  /** Deletes some of what is older, milliseconds since 1970. Returns whether there may be more. */
  deleteOld(before: number): MaybePromise<boolean>;
  /** Erases in some rows, from an id downwards. Returns from where to go on; undefined at the end. */
  erase(erasure: ActivityErasure, before: number): MaybePromise<number | undefined>;
  close(): MaybePromise<void>;
}
