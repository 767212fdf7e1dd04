import type { ScimError } from '../errors.ts';
import type { ScimLimits } from '../limits.ts';
import type { Mode, Note, Resource } from '../resource/types.ts';
import type { ResourceType } from '../schema/types.ts';
import type { MaybePromise, ScimStore } from './store.ts';

export type Action = 'read' | 'create' | 'replace' | 'patch' | 'delete';

/** What a request may do and on what, once it is known who asks. */
export interface ScimSession {
  /** For one organisation and one connection. */
  readonly store: ScimStore;
  readonly mode: Mode;
  /** The types this session can see; others are absent from discovery. */
  readonly resourceTypes: readonly ResourceType[];
  /** Throws `ScimError` (`forbidden`) with the reason; runs before the body is read. */
  authorize(action: Action, type: ResourceType): void;
  /**
   * Throws `ScimError` (`forbidden`) if this change must not happen: a lapsed plan lets only
   * deactivations through. Runs inside the transaction of a PUT or PATCH.
   */
  authorizeChange(type: ResourceType, before: Resource, after: Resource): void;
}

/** A finished request, for the activity log. Bodies are as they came; the receiver redacts. */
export interface Exchange {
  readonly method: string;
  /** Path under the base URL, without query: `/Users/2819c223`. */
  readonly path: string;
  /** Query string without `?`, still encoded. */
  readonly query: string;
  readonly status: number;
  readonly session: ScimSession | undefined;
  /** What the surrounding server passed in. */
  readonly context: RequestContext | undefined;
  readonly notes: readonly Note[];
  readonly requestBody: string | undefined;
  /** The `detail` of an error answer. */
  readonly detail: string | undefined;
  readonly scimType: string | undefined;
  /** Id of the resource the request was about, when known. */
  readonly resourceId: string | undefined;
  readonly resourceType: string | undefined;
  /** The failure behind a 500. */
  readonly cause: unknown;
}

export interface ScimHandlerOptions {
  /**
   * Tells who asks. Throws `ScimError` (`unauthorized`, `forbidden`, `tooManyRequests`); must not
   * read the body.
   *
   * @param context What the surrounding server passed in.
   */
  readonly authenticate: (
    request: Request,
    context: RequestContext | undefined,
  ) => MaybePromise<ScimSession>;
  /** Absolute URL that the endpoints hang under, without trailing slash; every link starts with it. */
  readonly baseUrl: string;
  /** All resource types of the service, for requests that nobody is signed in for. */
  readonly resourceTypes: readonly ResourceType[];
  readonly limits?: Partial<ScimLimits>;
  /** URL of the help page, for ServiceProviderConfig. */
  readonly documentationUri?: string;
  /**
   * What a failure of `authenticate` or the store that is no `ScimError` means to the client, such as
   * a database that is away (`unavailable`). Undefined is a fault of the service: 500.
   */
  readonly refusalOf?: (failure: unknown) => ScimError | undefined;
  /** Told of every request after it was answered; must not throw. */
  readonly observe?: (exchange: Exchange) => void;
}

/** Reads headers by lower-case name; `Headers` is one. */
export interface HeaderReader {
  get(name: string): string | null;
}

/** What the surrounding server knows of a request. */
export interface RequestContext {
  /**
   * Instead of `request.headers`: making a `Headers` object costs a server more than all else about
   * a read, and only a few headers are looked at.
   */
  readonly requestHeaders?: HeaderReader;
  /** Put on every answer, such as a request id. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A SCIM service: the URL's path must start with the path of `baseUrl`. Answers at once where
 * `authenticate` and the store do; never throws or rejects.
 */
export type ScimHandler = (request: Request, context?: RequestContext) => MaybePromise<Response>;
