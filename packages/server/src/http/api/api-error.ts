import { ScimError } from '@rollcall/scim';
import { Refusal, type RefusalCode } from '../../core.ts';
import { refusalOf } from '../session.ts';

type Headers = Readonly<Record<string, string>>;

/** An answer other than the one that was asked for; the detail says why and what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: Headers;
  /** A URI (RFC 9457 §3.1.1) by which a program tells it from others with its status. */
  readonly type: string | undefined;
  constructor(status: number, detail: string, headers: Headers = {}, type?: string) {
    super(detail);
    this.status = status;
    this.headers = headers;
    this.type = type;
  }
}

const STATUS_OF: Readonly<Record<RefusalCode, number>> = Object.freeze({
  invalid: 400,
  notFound: 404,
  conflict: 409,
  refused: 403,
});

/** The one door out for errors; undefined is a fault of the service. */
export function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof Refusal) return new ApiError(STATUS_OF[error.code], error.message);
  // Bodies are read as SCIM's are, and a database that is away is the same for everybody.
  const refusal = error instanceof ScimError ? error : refusalOf(error);
  return refusal && new ApiError(refusal.status, refusal.detail, refusal.headers);
}
