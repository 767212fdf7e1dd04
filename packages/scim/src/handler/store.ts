/**
 * The seam between the protocol and whatever keeps the resources. A store is made for one
 * organisation and connection by `authenticate`; no method takes a tenant, so none can forget it.
 */
import type { ResolvedFilter } from '../filter/resolved.ts';
import type { Change, MemberChange } from '../patch/types.ts';
import type { Mode, Noter, Resource } from '../resource/types.ts';
import type { AttributeTarget, ResourceType } from '../schema/types.ts';

export type MaybePromise<T> = T | Promise<T>;

/** A resource as it is kept. The handler puts `id`, `meta`, `groups` and `members` around `json`. */
export interface StoredResource {
  readonly id: string;
  /** JSON text of the canonical {@link Resource}, `{"schemas":[…],…}`. */
  readonly json: string;
  /** RFC 3339 in UTC with milliseconds. */
  readonly created: string;
  /** RFC 3339 in UTC with milliseconds; equals `created` until the first change. */
  readonly lastModified: string;
  /** Counts the changes of this resource; the ETag is `W/"<version>"`. */
  readonly version: number;
  /** The groups that have the resource as a member; only for users. */
  readonly groups: readonly GroupReference[];
}

/** An entry of a user's read-only `groups` (RFC 7643 §4.1.2). */
export interface GroupReference {
  readonly value: string;
  readonly display: string;
  readonly type: 'direct' | 'indirect';
}

/** A row of a group's members. */
export interface Member {
  readonly value: string;
  readonly type: 'User' | 'Group';
  /** The member's display name, computed; undefined when it has none. */
  readonly display: string | undefined;
}

export interface ListQuery {
  /** Undefined lists everything of the type. */
  readonly filter: ResolvedFilter | undefined;
  /** Undefined keeps the store's own stable order. Ties always fall back to that order. */
  readonly sort: { readonly target: AttributeTarget; readonly descending: boolean } | undefined;
  /** Zero-based position of the first result. */
  readonly offset: number;
  /** Largest number of resources wanted; 0 asks for the total alone. */
  readonly limit: number;
}

export interface ListResult {
  /** All matches, exactly, not only those of this page. */
  readonly total: number;
  readonly resources: readonly StoredResource[];
}

/** What a POST comes to: a canonical resource and, for groups, its members. */
export interface Draft {
  readonly resource: Resource;
  readonly members: readonly MemberChange[];
}

export interface WriteOptions {
  /**
   * What to do about member ids that name nothing in this connection. `tolerant`: apply the known
   * ones, note the rest (`unknown-member`), refuse with `invalidValue` if none of an operation's
   * ids is known. `strict`: refuse with `invalidValue`, naming them.
   */
  readonly mode: Mode;
  readonly note: Noter;
}

export interface Written {
  readonly resource: StoredResource;
  /** False when the request changed nothing; then `version` and `lastModified` are the old ones. */
  readonly changed: boolean;
}

/**
 * What the handler needs of a store. Methods may answer at once or with a promise. They throw
 * `ScimError` for what a client must hear: `uniqueness` (409), `invalidValue` (members),
 * `tooMany` (400, a filter too costly to answer), `unavailable` (503).
 * Each write is atomic and durable before it answers; concurrent writes are never lost.
 */
export interface ScimStore {
  /** RFC 7644 §3.4.1. Undefined when no such resource of that type exists in this connection. */
  get(type: ResourceType, id: string): MaybePromise<StoredResource | undefined>;

  /** RFC 7644 §3.4.2. */
  list(type: ResourceType, query: ListQuery): MaybePromise<ListResult>;

  /** The members of a group, in batches in a stable order. Empty for types without members. */
  members(
    type: ResourceType,
    id: string,
  ): AsyncIterable<readonly Member[]> | Iterable<readonly Member[]>;

  /** RFC 7644 §3.3. The store makes the id. */
  create(type: ResourceType, draft: Draft, options: WriteOptions): MaybePromise<Written>;

  /**
   * RFC 7644 §3.5. `change` is called with the resource as it is inside the transaction, does no
   * I/O, and may throw; then nothing happens. It may be called again when the transaction is
   * retried. Undefined when there is no such resource. Members are not part of what `change` sees.
   */
  update(
    type: ResourceType,
    id: string,
    change: (current: StoredResource) => Change,
    options: WriteOptions,
  ): MaybePromise<Written | undefined>;

  /** RFC 7644 §3.6. `check` runs inside the transaction and may throw (If-Match). False: no such resource. */
  delete(
    type: ResourceType,
    id: string,
    check: (current: StoredResource) => void,
  ): MaybePromise<boolean>;
}
