/** A small SCIM client for tests. */
import { expect } from 'vitest';

export interface ScimService {
  /**
   * Sends a request to a path under the base URL, such as `/Users?count=1`. Adds the token of the
   * connection under test unless `init.headers` has an `authorization`.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: the JSON of answers is looked into freely by tests
export type Body = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed `text`; undefined when there is none. */
  readonly body: Body;
}

export interface Client {
  send(method: string, path: string, body?: unknown, headers?: HeaderFields): Promise<Answer>;
  /** Sends a body as it is, JSON or not. */
  sendRaw(method: string, path: string, init: RequestInit): Promise<Answer>;
  get(path: string, headers?: HeaderFields): Promise<Answer>;
  /** A list with parameters, which are encoded here. */
  list(path: string, parameters: Record<string, string | number>): Promise<Answer>;
  /** PATCH with the operations. */
  patch(path: string, ...operations: object[]): Promise<Answer>;
  /** Creates a user with a name of its own, and what else is given. */
  newUser(attributes?: object): Promise<Body>;
  newGroup(attributes?: object): Promise<Body>;
  /** A text that occurs nowhere else. */
  unique(prefix?: string): string;
  /** The URL that all links start with. */
  baseUrl(): Promise<string>;
}

type HeaderFields = Record<string, string>;

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export function createClient(service: () => ScimService): Client {
  let count = 0;
  const run = crypto.randomUUID().slice(0, 8);
  let base: string | undefined;

  const client: Client = {
    async sendRaw(method, path, init) {
      const response = await service().fetch(path, { ...init, method });
      const text = await response.text();
      const { status, headers } = response;
      return { status, headers, text, body: text === '' ? undefined : JSON.parse(text) };
    },
    send(method, path, body, headers = {}) {
      if (body === undefined) return client.sendRaw(method, path, { headers });
      return client.sendRaw(method, path, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/scim+json', ...headers },
      });
    },
    get: (path, headers) => client.send('GET', path, undefined, headers),
    list(path, parameters) {
      const query = Object.entries(parameters).map(
        ([name, value]) => `${name}=${encodeURIComponent(value)}`,
      );
      return client.get(`${path}?${query.join('&')}`);
    },
    patch: (path, ...operations) =>
      client.send('PATCH', path, { schemas: [PATCH_OP], Operations: operations }),
    newUser: (attributes = {}) =>
      create('/Users', { schemas: [USER], userName: client.unique('user'), ...attributes }),
    newGroup: (attributes = {}) =>
      create('/Groups', { schemas: [GROUP], displayName: client.unique('group'), ...attributes }),
    unique: (prefix = 'x') => `${prefix}-${run}-${count++}`,
    async baseUrl() {
      base ??= (await client.get('/ServiceProviderConfig')).body.meta.location;
      return String(base).replace('/ServiceProviderConfig', '');
    },
  };

  async function create(path: string, resource: object): Promise<Body> {
    const answer = await client.send('POST', path, resource);
    expect(answer.status, answer.text).toBe(201);
    return answer.body;
  }
  return client;
}

/** Checks that an answer is a SCIM error of that status and scimType (RFC 7644 §3.12). */
export function expectError(answer: Answer, status: number, scimType?: string): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/);
  expect(answer.body).toMatchObject({ schemas: [ERROR], status: String(status) });
  expect(answer.body.scimType, answer.text).toBe(scimType);
  expect(answer.body.detail).toMatch(/\S/);
  expect(answer.text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(|SQLITE|select .* from/i);
}

/** Ids of the resources of a list. */
export function ids(answer: Answer): string[] {
  expect(answer.status, answer.text).toBe(200);
  return answer.body.Resources.map(({ id }: Body) => id);
}
