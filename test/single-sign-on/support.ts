/** Organisations that sign in by an identity provider, and the browsers of their people. */
import type { ChangeContext } from '../../packages/server/src/events/index.ts';
import { type ProviderInput, setProvider } from '../../packages/server/src/single-sign-on/index.ts';
import { rowsOf } from '../support/rows.ts';
import type { Tenant, TestServer } from '../support/server.ts';
import { CLIENT_ID, CLIENT_SECRET, type ScriptedProvider } from './scripted-provider.ts';

/** Providers of tests are on this machine; on PostgreSQL secrets need a key of the operator. */
export const CONFIG = Object.freeze({
  allowPrivateAddresses: true,
  secretKeys: [Buffer.alloc(32, 7)],
});
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const SESSION = '__Host-rollcall';

/** Keeps cookies as a browser does, and follows nothing by itself. */
export class Browser {
  readonly #server: Pick<TestServer, 'url'>;
  readonly cookies = new Map<string, string>();

  constructor(server: Pick<TestServer, 'url'>) {
    this.#server = server;
  }

  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    if (pairs.length > 0) headers.set('cookie', pairs.join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** To the console's API, from a page of ours. */
  async call(method: string, path: string, body?: object) {
    const response = await this.send(`${this.#server.url}/v1/console${path}`, {
      method,
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, body: Object(json) as Record<string, unknown> };
  }

  /** Begins to sign in; where it is sent. */
  async start(organization = 'acme', returnPath?: string): Promise<string> {
    const query = returnPath === undefined ? '' : `?return=${encodeURIComponent(returnPath)}`;
    const url = `${this.#server.url}/v1/console/sso/${organization}/start${query}`;
    return (await this.send(url)).headers.get('location') ?? '';
  }

  /** Comes back from the identity provider; the path and query of where it is sent. */
  async come(url: string): Promise<string> {
    const location = (await this.send(url)).headers.get('location') ?? '';
    return location.replace(this.#server.url, '');
  }

  get session(): string | undefined {
    return this.cookies.get(SESSION);
  }

  /** Who is signed in: the id of the member. */
  async memberId(): Promise<string | undefined> {
    const { status, body } = await this.call('GET', '/me');
    return status === 200 ? String(Object(body.member).id) : undefined;
  }
}

export function contextOf(server: TestServer, { organization }: Tenant = server): ChangeContext {
  const actor = { kind: 'cli', id: 'test' } as const;
  return { organizationId: organization.id, actor, at: server.app.clock().toISOString() };
}

/** The provider of an organisation, turned on. */
export function setUp(
  server: TestServer,
  { issuer }: ScriptedProvider,
  more: ProviderInput = {},
  tenant: Tenant = server,
) {
  return setProvider(server.app, contextOf(server, tenant), {
    name: 'The Provider',
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    connection: 'Default',
    enabled: true,
    ...more,
  });
}

/** Somebody whom the provider pushed; its externalId is the provider's own key. */
export async function push(
  server: TestServer,
  externalId: string,
  address = `${externalId}@acme.test`,
) {
  const body = {
    schemas: [USER],
    userName: address,
    externalId,
    emails: [{ value: address, type: 'work', primary: true }],
  };
  const response = await server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  const userId = String(Object(await response.json()).id);
  const [link] = await rowsOf<{ member_id: string }>(
    server,
    `select member_id from link where user_id = '${userId}'`,
  );
  return { userId, memberId: link?.member_id ?? '' };
}

/** What was recorded of refused sign-ins, oldest first. */
export async function refusals(server: TestServer): Promise<{ problem: string; reason: string }[]> {
  const rows = await rowsOf<{ data: string; detail: string }>(
    server,
    `select e.data, d.detail from event e join audit_detail d
      on d.organization_id = e.organization_id and d.seq = e.seq
      where e.type = 'sign_in.refused' order by e.seq`,
  );
  return rows.map(({ data, detail }) => ({
    problem: String(JSON.parse(data).problem),
    reason: String(JSON.parse(detail).reason ?? ''),
  }));
}
