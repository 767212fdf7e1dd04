/** A real server in this process, on a port and a data directory of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../../packages/server/src/app.ts';
import { type Config, readConfig } from '../../packages/server/src/config.ts';
import {
  type ConnectionSettings,
  listConnections,
  setConnection,
} from '../../packages/server/src/connections/index.ts';
import type { Clock } from '../../packages/server/src/core.ts';
import type { ChangeContext } from '../../packages/server/src/events/index.ts';
import {
  type RunningServer,
  type ServerLimits,
  serve,
} from '../../packages/server/src/http/serve.ts';
import { createMember } from '../../packages/server/src/members/index.ts';
import {
  createOrganization,
  type Organization,
} from '../../packages/server/src/organizations/index.ts';
import { createToken, type Scope } from '../../packages/server/src/tokens/index.ts';
import { createTestDatabase, TEST_DATABASE } from './postgres.ts';

const SCIM_PATH = '/v1/scim/v2';
const OPERATOR = Object.freeze({ kind: 'cli', id: 'test' });

/** An organisation with an Org Admin, its connection Default and a token. */
export interface Tenant {
  readonly organization: Organization;
  readonly connectionId: string;
  readonly ownerId: string;
  /** Scope `scim:write`. */
  readonly token: string;
}

export interface TenantOptions {
  readonly name?: string;
  readonly plan?: string;
  readonly planEndsAt?: string | null;
  readonly scope?: Scope;
  readonly connection?: Partial<ConnectionSettings>;
}

export interface ServerOptions extends TenantOptions {
  readonly config?: Partial<Config>;
  readonly limits?: Partial<ServerLimits>;
  readonly clock?: Clock;
  /** On PostgreSQL each request goes to one of so many nodes, by chance. Default 1. */
  readonly nodes?: number;
}

export interface TestServer extends Tenant {
  readonly app: App;
  readonly running: RunningServer;
  readonly data: string;
  /** Undefined on the embedded database. */
  readonly databaseUrl: string | undefined;
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Ends with `/v1/scim/v2`; what links start with. */
  readonly baseUrl: string;
  /** The same of any node. */
  anyBaseUrl(): string;
  /** A request to any node; sends the token unless it has an Authorization header. */
  scim(path: string, init?: RequestInit): Promise<Response>;
  /** One more organisation in the same server. */
  addTenant(options?: TenantOptions): Promise<Tenant>;
  close(): Promise<void>;
}

export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const data = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  const database = TEST_DATABASE === 'postgres' ? await createTestDatabase() : undefined;
  const place = database === undefined ? { data } : { databaseUrl: database.url };
  const config = {
    ...readConfig({ ...place, port: 0, logLevel: 'silent' }, {}),
    requestsPerSecond: 1_000_000,
    burst: 1_000_000,
    ...options.config,
  };
  const app = await openApp(config, options.clock && { clock: options.clock });
  const tenant = await addTenant(app, options);
  const server = await serve(app, options.limits);
  const baseUrl = server.url + SCIM_PATH;
  const others = await Promise.all(
    Array.from({ length: database === undefined ? 0 : (options.nodes ?? 1) - 1 }, () =>
      openNode({ ...config, publicUrl: server.url }, options),
    ),
  );
  const bases = [baseUrl, ...others.map((node) => node.baseUrl)];
  const anyBaseUrl = () => bases[Math.floor(Math.random() * bases.length)] ?? baseUrl;
  return {
    ...tenant,
    app,
    running: server,
    data,
    databaseUrl: database?.url,
    url: server.url,
    baseUrl,
    anyBaseUrl,
    scim: sender(anyBaseUrl, tenant.token),
    async addTenant(more = {}) {
      const added = await addTenant(app, more);
      await Promise.all(others.map((node) => node.app.registry.refresh(added.organization.id)));
      return added;
    },
    async close() {
      await Promise.all(others.map((node) => node.close()));
      await server.close();
      await app.close();
      await database?.drop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function sender(baseUrl: () => string, token: string): TestServer['scim'] {
  return (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
    return fetch(baseUrl() + path, { ...init, headers });
  };
}

async function addTenant(app: App, options: TenantOptions): Promise<Tenant> {
  const { name = 'Acme', plan = 'enterprise', planEndsAt = null, scope = 'scim:write' } = options;
  // Tests of other things count rows, records and mails.
  const { invitations = 'none' } = options.connection ?? {};
  const input = { name, planId: plan, planEndsAt, invitations };
  const organization = await createOrganization(app, input, OPERATOR);
  const context: ChangeContext = {
    organizationId: organization.id,
    actor: OPERATOR,
    at: app.clock().toISOString(),
  };
  const email = `admin@${organization.slug}.test`;
  const owner = await createMember(app, context, { email, orgAdmin: true, emailProven: true });
  const [connection] = await listConnections(app.reader, organization.id);
  if (connection === undefined) throw new Error('An organisation without a connection.');
  if (options.connection !== undefined) {
    await setConnection(app, context, connection.id, options.connection);
  }
  const { token } = await createToken(app, context, {
    connectionId: connection.id,
    ownerId: owner.id,
    name: 'test',
    scopes: [scope],
    expiresAt: null,
  });
  await app.registry.refresh(organization.id);
  return { organization, connectionId: connection.id, ownerId: owner.id, token };
}

export interface TestNode {
  readonly app: App;
  /** Ends with `/v1/scim/v2`. */
  readonly baseUrl: string;
  /** A request under the base URL with the token of the first node's tenant. */
  scim(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** One more node on the PostgreSQL of a server. */
export async function startNode(first: TestServer): Promise<TestNode> {
  if (first.databaseUrl === undefined) throw new Error('Only PostgreSQL has several nodes.');
  const node = await openNode(first.app.config, {});
  return { ...node, scim: sender(() => node.baseUrl, first.token) };
}

async function openNode(
  config: Config,
  { clock, limits }: ServerOptions,
): Promise<Omit<TestNode, 'scim'>> {
  const app = await openApp({ ...config, port: 0 }, clock && { clock });
  const server = await serve(app, limits);
  return {
    app,
    baseUrl: server.url + SCIM_PATH,
    async close() {
      await server.close();
      await app.close();
    },
  };
}
