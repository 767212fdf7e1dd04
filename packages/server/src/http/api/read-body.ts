import { readJson, readText } from '@rollcall/scim';
import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** Largest body, bytes. */
const BODY_BYTES = 1024 * 1024;
const JSON_DEPTH = 32;
const JSON_TYPE = /^application\/json *(?:;|$)/i;

/**
 * The body of a request, as the endpoint wants it.
 *
 * @throws ApiError 400, 415; ScimError 400, 413 for what is no JSON or too large.
 */
export async function readBody(request: Request, input: z.ZodType): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
    throw new ApiError(415, 'Send the body as application/json.');
  }
  const text = await readText(request, { bytes: BODY_BYTES, name: 'bodyBytes' });
  const result = input.safeParse(readJson(text, { jsonDepth: JSON_DEPTH }));
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`,
  );
  throw new ApiError(400, problems.join('; '));
}
