import { TooManyTriesError } from '../../accounts/index.ts';
import { WrongCredentialsError } from '../../sign-in/index.ts';
import { ApiError } from '../api/api-error.ts';

/** Errors that only signing in has. */
export function toConsoleError(error: unknown): ApiError | undefined {
  if (error instanceof WrongCredentialsError) {
    return new ApiError(401, error.message, {
      'WWW-Authenticate': 'Session realm="Rollcall console"',
    });
  }
  if (error instanceof TooManyTriesError) {
    return new ApiError(429, error.message, { 'Retry-After': String(error.retryAfterSeconds) });
  }
  return undefined;
}
