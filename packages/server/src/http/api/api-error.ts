import { ScimError } from '@rollcall/scim';
import { Refusal, type RefusalCode } from '../../core.ts';
import { OutcomeUnknownError, UnavailableError } from '../../db/index.ts';

type Headers = Readonly<Record<string, string>>;

/** An answer other than the one that was asked for; the detail says why and what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: Headers;
  constructor(status: number, detail: string, headers: Headers = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

const STATUS_OF: Readonly<Record<RefusalCode, number>> = Object.freeze({
  invalid: 400,
  notFound: 404,
  conflict: 409,
  refused: 403,
});
const RETRY: Headers = Object.freeze({ 'Retry-After': '2' });

/** The one door out for errors; undefined is a fault of the service. */
export function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof Refusal) return new ApiError(STATUS_OF[error.code], error.message);
  // The body is read as SCIM's bodies are.
  if (error instanceof ScimError) return new ApiError(error.status, error.message);
  if (error instanceof OutcomeUnknownError) {
    const detail = `${error.message} The change was made whole or not at all: look before repeating it.`;
    return new ApiError(504, detail, RETRY);
  }
  if (error instanceof UnavailableError) {
    return new ApiError(503, `${error.message} Try again in a moment.`, RETRY);
  }
  return undefined;
}
