import { TooManyTriesError } from '../../accounts/index.ts';
import { WrongCredentialsError } from '../../sign-in/index.ts';
import { ApiError } from '../api/api-error.ts';

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
  return undefined;
}
