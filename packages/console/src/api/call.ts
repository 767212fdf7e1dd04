/** Requests to the console's API, the one thing that the console talks to. */
import { ApiError, PROOF_NEEDED, toApiError } from './api-error.ts';
import { proof, signingIn } from './asking.ts';

/** Relative to the `<base>` of the page, since the service may live under a path. */
const API = 'v1/console';

type QueryValue = string | number | boolean | undefined;

export interface CallOptions {
  /** Those that are undefined or empty are left out. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly body?: object;
  readonly signal?: AbortSignal;
  /** Nobody is asked anything; it fails instead. */
  readonly isQuiet?: boolean;
}

/**
 * One request. When the session has ended, or the server wants proof of who asks, the person is asked and the
 * request repeated.
 *
 * @param path Under `/v1/console`; build parts that come from data with {@link path}.
 * @returns The JSON of the answer; undefined for 204.
 * @throws ApiError with words for people.
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  try {
    return await send<T>(method, path, options);
  } catch (error) {
    const asker = options.isQuiet ? undefined : askerFor(error);
    if (asker === undefined || !(await asker.ask())) throw error;
    return send<T>(method, path, options);
  }
}

export const get = <T>(path: string, options?: CallOptions) => call<T>('GET', path, options);
export const post = <T>(path: string, body?: object) =>
  call<T>('POST', path, body === undefined ? {} : { body });
export const put = <T>(path: string, body: object) => call<T>('PUT', path, { body });
export const patch = <T>(path: string, body: object) => call<T>('PATCH', path, { body });
export const remove = <T>(path: string, query?: CallOptions['query']) =>
  call<T>('DELETE', path, query === undefined ? {} : { query });

/** A path whose parts are escaped: path`/members/${id}/sessions`. */
export function path(texts: TemplateStringsArray, ...parts: readonly string[]): string {
  return String.raw({ raw: texts }, ...parts.map(encodeURIComponent));
}

/** The absolute URL of something in the API, for a download. */
export function urlOf(path: string, query: CallOptions['query'] = {}): string {
  const url = new URL(API + path, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** Where one is, as a path of the service: what the identity provider sends the browser back to. */
export function herePath(): string {
  return location.href.slice(new URL(document.baseURI).href.length - 1);
}

function askerFor(error: unknown) {
  if (!(error instanceof ApiError)) return undefined;
  if (error.type === PROOF_NEEDED) return proof;
  return error.status === 401 ? signingIn : undefined;
}

async function send<T>(method: string, path: string, options: CallOptions): Promise<T> {
  const { query, body, signal } = options;
  const response = await fetch(urlOf(path, query), {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'The service could not be reached. Check your connection and try again.');
  });
  if (!response.ok) throw await toApiError(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}
