import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** The query of a request, as an endpoint wants it. @throws ApiError 400. */
export function readQuery<S extends z.ZodType>(query: URLSearchParams, input: S): z.output<S> {
  const given = Object.fromEntries(query);
  for (const [name, value] of Object.entries(given)) {
    // No database has a text with it.
    if (value.includes('\0')) throw new ApiError(400, `Query, ${name}: it has the character NUL.`);
  }
  const result = input.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ApiError(400, `Query, ${issue?.path.join('.') || 'all'}: ${issue?.message}`);
}
