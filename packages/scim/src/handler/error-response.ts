import { ScimError } from '../errors.ts';
import { errorBody } from '../messages/index.ts';
import { SCIM_JSON } from './http/media-types.ts';

/** The one door out for errors (RFC 7644 §3.12). */
export function errorResponse(
  error: ScimError,
  headers: Readonly<Record<string, string>>,
): Response {
  return new Response(JSON.stringify(errorBody(error)), {
    status: error.status,
    headers: {
      'Content-Type': SCIM_JSON,
      ...(error.status === 401 ? CHALLENGE : undefined),
      ...error.headers,
      ...headers,
    },
  });
}

/** RFC 7644 §2; `authenticate` may say more with a header of its own. */
const CHALLENGE = { 'WWW-Authenticate': 'Bearer' };

/** What a client hears of a failure: refusals as they are, of all else only that it happened. */
export function toScimError(failure: unknown): ScimError {
  if (failure instanceof ScimError) return failure;
  return new ScimError(
    'internal',
    'The service failed on this request. Its log says why; try again, and if it goes on tell its ' +
      'operator the request id.',
    { cause: failure },
  );
}
