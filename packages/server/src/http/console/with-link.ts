/** Codes of links, which everybody may try, as long as it does not become guessing. */
import { beginTry, forgetTry, subjectOf } from '../../accounts/index.ts';
import { Refusal } from '../../core.ts';
import { ApiError } from '../api/api-error.ts';
import type { Call } from './endpoint.ts';

/**
 * Whoever tries links that are not good has to wait, as for passwords.
 *
 * @throws ApiError 410 for such a link; TooManyTriesError.
 */
export async function withLink<T>({ app, client }: Call, work: () => Promise<T>): Promise<T> {
  const subjects = [subjectOf('client', client.address)];
  const counted = await beginTry(app, subjects, client.address);
  try {
    const result = await work();
    await forgetTry(app, counted);
    return result;
  } catch (error) {
    const isGone = error instanceof Refusal && error.code === 'notFound';
    if (isGone) throw new ApiError(410, error.message);
    await forgetTry(app, counted);
    throw error;
  }
}
