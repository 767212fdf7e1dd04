import type { DialectEntryName } from '../dialects/entries.ts';

/** What a SCIM resource is inside Rollcall. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * A canonical resource: attribute names in their published case, only attributes of its schemas,
 * no unassigned values (null, [] and {} are absent, RFC 7643 §2.5), booleans as booleans, `schemas`
 * first. It holds neither `id` nor `meta` nor read-only attributes nor a group's members:
 * those belong to the store.
 */
export type Resource = JsonObject;

/** A member of a group as a client named it (RFC 7643 §4.2); display and `$ref` are the server's. */
export interface MemberReference {
  /** Id of a resource; taken from the last segment of `$ref` when `value` is absent. */
  readonly value: string;
  /** `User` or `Group` if the client said so. */
  readonly type: string | undefined;
}

/** Whether the connection bends the standards for identity providers or keeps to them. */
export type Mode = 'tolerant' | 'strict';

/**
 * Something an administrator should see about a request that succeeded all the same: a tolerance
 * that was used (`entry` names it in `dialects/`) or input that was left out.
 */
export interface Note {
  readonly entry: DialectEntryName;
  /** What exactly it concerned, such as an attribute path; never a secret. */
  readonly subject: string;
}

/** Collects the notes of one request. */
export type Noter = (entry: DialectEntryName, subject: string) => void;
