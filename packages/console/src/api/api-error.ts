/** What the console's API answers instead of what was asked for (RFC 9457). */

/** The server wants to know again that it is this person; see `proof.ts`. */
export const PROOF_NEEDED = 'urn:rollcall:problem:proof-needed';

/** The new password cannot be one; the detail says why. */
export const WEAK_PASSWORD = 'urn:rollcall:problem:weak-password';
/** The password of who is signed in is another. */
export const WRONG_PASSWORD = 'urn:rollcall:problem:wrong-password';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Of HTTP; 0 when the service could not be reached. */
  readonly status: number;
  /** A URI by which a program tells it from others with its status. */
  readonly type: string | undefined;
  /** By which the operator finds the request in the log of the service. */
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** When it came, milliseconds since 1970. */
  readonly raisedAt = Date.now();

  constructor(
    status: number,
    detail: string,
    more: {
      type?: string | undefined;
      requestId?: string | undefined;
      retryAfterSeconds?: number | undefined;
    } = {},
  ) {
    super(detail);
    this.status = status;
    this.type = more.type;
    this.requestId = more.requestId;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** Reads problem details; anything else becomes plain words. */
export async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const text = (key: string) => {
    const value: unknown = Reflect.get(Object(body), key);
    return typeof value === 'string' ? value : undefined;
  };
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiError(
    response.status,
    text('detail') ?? `The service answered ${response.status} without saying why. Try again.`,
    {
      type: text('type'),
      requestId: response.headers.get('x-request-id') ?? undefined,
      retryAfterSeconds: Number.isNaN(retryAfter) ? undefined : retryAfter,
    },
  );
}
