import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** The query of a request, as an endpoint wants it. @throws ApiError 400. */
export function readQuery<S extends z.ZodType>(query: URLSearchParams, input: S): z.output<S> {
  const result = input.safeParse(Object.fromEntries(query));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ApiError(400, `Query, ${issue?.path.join('.') || 'all'}: ${issue?.message}`);
}
