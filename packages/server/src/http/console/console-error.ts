import { TooManyTriesError, WeakPasswordError } from '../../accounts/index.ts';
import { WrongCredentialsError, WrongPasswordError } from '../../sign-in/index.ts';
import { ApiError } from '../api/api-error.ts';

/** By these the pages know which field an error is about. */
const WEAK_PASSWORD = 'urn:rollcall:problem:weak-password';
const WRONG_PASSWORD = 'urn:rollcall:problem:wrong-password';

const CHALLENGE = Object.freeze({ 'WWW-Authenticate': 'Session realm="Rollcall console"' });

export function unauthorized(detail: string): ApiError {
  return new ApiError(401, detail, CHALLENGE);
}

/** Errors that only signing in has. */
export function toConsoleError(error: unknown): ApiError | undefined {
  if (error instanceof WrongCredentialsError) return unauthorized(error.message);
  if (error instanceof TooManyTriesError) {
    return new ApiError(429, error.message, { 'Retry-After': String(error.retryAfterSeconds) });
  }
  if (error instanceof WeakPasswordError)
    return new ApiError(400, error.message, {}, WEAK_PASSWORD);
  if (error instanceof WrongPasswordError) {
    return new ApiError(403, error.message, {}, WRONG_PASSWORD);
  }
  return undefined;
}
