/** The wire of one identity provider: its own headers, and bodies sent as they are. */
import type { Answer } from '../../support/scim-suite/client.ts';
import type { TestServer } from '../../support/server.ts';

export type HeaderFields = Readonly<Record<string, string>>;

export interface Wire {
  /** A path under the base URL, sent with the percent-encoding it has. */
  send(method: string, path: string, body?: unknown, headers?: HeaderFields): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

export interface WireOptions {
  /** Sent with every request. */
  readonly headers: HeaderFields;
  /** Sent with every body. */
  readonly contentType: string;
  /** Some send the Content-Type with every request. */
  readonly contentTypeAlways?: boolean;
}

export function openWire(server: TestServer, options: WireOptions): Wire {
  const { headers, contentType, contentTypeAlways = false } = options;
  const wire: Wire = {
    async send(method, path, body, more = {}) {
      const type = body === undefined && !contentTypeAlways ? {} : { 'content-type': contentType };
      const response = await fetch(server.anyBaseUrl() + path, {
        method,
        headers: { ...headers, ...type, ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
    get: (path) => wire.send('GET', path),
    post: (path, body) => wire.send('POST', path, body),
    put: (path, body) => wire.send('PUT', path, body),
    patch: (path, body) => wire.send('PATCH', path, body),
    delete: (path) => wire.send('DELETE', path),
  };
  return wire;
}

/** Spaces as `%20`, quotation marks as `%22`, as Okta and others write filters. */
export const percent = (text: string): string => encodeURIComponent(text);

/** Spaces as `+`, as HTML forms do. */
export const plus = (text: string): string => new URLSearchParams({ v: text }).toString().slice(2);
