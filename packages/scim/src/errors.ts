/**
 * Errors as values of a closed table (RFC 7644 §3.12, tables 8 and 9; RFC 9865 §2.1).
 * Call sites name an error and say what happened; status and `scimType` come from here alone.
 */
export const ERROR_TABLE = {
  invalidFilter: {
    status: 400,
    scimType: 'invalidFilter',
    meaning:
      'The filter is malformed, names an unknown attribute, or compares what cannot be compared.',
  },
  tooMany: {
    status: 400,
    scimType: 'tooMany',
    meaning:
      'The filter is too costly to answer in time; use an attribute that is looked up directly, or fewer terms.',
  },
  uniqueness: {
    status: 409,
    scimType: 'uniqueness',
    meaning: 'Another resource of the connection has this value.',
  },
  mutability: {
    status: 400,
    scimType: 'mutability',
    meaning: 'The attribute is read-only, set once, or required, so this change is not possible.',
  },
  invalidSyntax: {
    status: 400,
    scimType: 'invalidSyntax',
    meaning: 'The body is not JSON, not UTF-8, or not of the form that the request needs.',
  },
  invalidPath: {
    status: 400,
    scimType: 'invalidPath',
    meaning: 'The path of a PATCH operation is malformed or names an unknown attribute.',
  },
  noTarget: {
    status: 400,
    scimType: 'noTarget',
    meaning: 'The path of a PATCH operation matches nothing to work on, or a remove has no path.',
  },
  invalidValue: {
    status: 400,
    scimType: 'invalidValue',
    meaning: 'A value is missing, of the wrong type, or not allowed.',
  },
  invalidVers: {
    status: 400,
    scimType: 'invalidVers',
    meaning: 'The version of the protocol is not supported.',
  },
  sensitive: {
    status: 403,
    scimType: 'sensitive',
    meaning: 'The request carries sensitive data in its URL.',
  },
  unauthorized: {
    status: 401,
    scimType: undefined,
    meaning: 'The token is missing, mistyped, expired or revoked; the detail says which.',
  },
  forbidden: {
    status: 403,
    scimType: undefined,
    meaning: 'The token, the plan or the connection does not allow this; the detail says why.',
  },
  notFound: {
    status: 404,
    scimType: undefined,
    meaning: 'There is no such resource in this connection, or no such endpoint.',
  },
  methodNotAllowed: {
    status: 405,
    scimType: undefined,
    meaning: 'The endpoint does not take this method; see the Allow header.',
  },
  notAcceptable: {
    status: 406,
    scimType: undefined,
    meaning: 'The client accepts no media type that SCIM has.',
  },
  preconditionFailed: {
    status: 412,
    scimType: undefined,
    meaning: 'If-Match names a version that is no longer the present one; read again.',
  },
  payloadTooLarge: {
    status: 413,
    scimType: undefined,
    meaning: 'The body or the list of members is over a limit; the detail names it.',
  },
  unsupportedMediaType: {
    status: 415,
    scimType: undefined,
    meaning: 'The body is not application/scim+json or application/json, or is compressed.',
  },
  tooManyRequests: {
    status: 429,
    scimType: undefined,
    meaning: 'The connection is over its rate; wait as long as Retry-After says.',
  },
  removalHeld: {
    status: 429,
    scimType: undefined,
    meaning:
      'The connection takes away more users or memberships than may go without a question. Nothing was changed; an administrator of the service releases or discards it.',
  },
  internal: {
    status: 500,
    scimType: undefined,
    meaning: 'A fault of the service. Its log has the request id.',
  },
  notImplemented: {
    status: 501,
    scimType: undefined,
    meaning: 'The service does not have this part of SCIM.',
  },
  unavailable: {
    status: 503,
    scimType: undefined,
    meaning:
      'The service cannot take the request now; nothing happened. Try again after Retry-After.',
  },
  outcomeUnknown: {
    status: 504,
    scimType: undefined,
    meaning:
      'The change was made whole or not at all, and the service cannot find out which. Look before repeating it.',
  },
} as const;

export type ErrorName = keyof typeof ERROR_TABLE;

/** A refusal that the client is meant to read. `detail` is public; `cause` is for the log only. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly error: ErrorName;
  /** HTTP status code. */
  readonly status: number;
  readonly scimType: string | undefined;
  /** What happened, why, and what to do; identity providers show it to administrators. */
  readonly detail: string;
  /** Extra response headers (`Allow`, `Retry-After`, `WWW-Authenticate`). */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    error: ErrorName,
    detail: string,
    options: { cause?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(
      `${error}: ${detail}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.error = error;
    this.status = ERROR_TABLE[error].status;
    this.scimType = ERROR_TABLE[error].scimType;
    this.detail = detail;
    this.headers = options.headers ?? {};
  }
}
