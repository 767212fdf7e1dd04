/** Data of every kind, made by the features of the server and by SCIM, as customers do. */
import {
  createAccount,
  hashPassword,
  linkAccount,
} from '../../../packages/server/src/accounts/index.ts';
import { type App, openApp } from '../../../packages/server/src/app.ts';
import { readConfig } from '../../../packages/server/src/config.ts';
import { listConnections } from '../../../packages/server/src/connections/index.ts';
import type { ChangeContext } from '../../../packages/server/src/events/index.ts';
import { serve } from '../../../packages/server/src/http/serve.ts';
import { createMember } from '../../../packages/server/src/members/index.ts';
import {
  createOrganization,
  setSuspended,
} from '../../../packages/server/src/organizations/index.ts';
import { createToken, revokeToken } from '../../../packages/server/src/tokens/index.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Requests under way at a time. */
const CONCURRENCY = 32;
/** Members in one PATCH. */
const MEMBERS_PER_PATCH = 50_000;
const OPERATOR = Object.freeze({ kind: 'cli', id: 'test' });
const NO_RATE_LIMIT = { requestsPerSecond: 1_000_000, burst: 1_000_000 };

/** A data directory or a PostgreSQL. */
export type Place = { readonly data: string } | { readonly databaseUrl: string };

export interface World {
  /** Scope `scim:write`, of the organisation `acme`. */
  readonly token: string;
  readonly userIds: readonly string[];
  /** Has every user. */
  readonly groupId: string;
}

/** Runs a server on a place for as long as something is done with it. Links do not tell its port. */
export async function withServer<T>(
  place: Place,
  work: (baseUrl: string, app: App) => Promise<T>,
): Promise<T> {
  const settings = { port: 0, publicUrl: 'https://scim.example.test', logLevel: 'silent' };
  const config = { ...readConfig({ ...place, ...settings }, {}), ...NO_RATE_LIMIT };
  const app = await openApp(config);
  try {
    const server = await serve(app);
    try {
      return await work(`${server.url}/v1/scim/v2`, app);
    } finally {
      await server.close();
    }
  } finally {
    await app.close();
  }
}

/** Fills a data directory: two organisations with an account each, users, nested groups, deletions, a claim, tokens. */
export function makeWorld(data: string, users: number): Promise<World> {
  return withServer({ data }, async (baseUrl, app) => {
    const { token } = await makeOrganization(app, 'Acme');
    const other = await makeOrganization(app, 'Other & Søn');
    await setSuspended(app, other.context, true);
    const send = sender(baseUrl, token);
    const userIds = await makeUsers(send, users);
    const groupId = await makeGroups(send, userIds);
    await send('DELETE', `/Users/${userIds[0]}`);
    await send('PATCH', `/Users/${userIds[1]}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
    return { token, userIds: userIds.slice(1), groupId };
  });
}

async function makeOrganization(app: App, name: string) {
  const { id, slug } = await createOrganization(app, { name, planId: 'enterprise' }, OPERATOR);
  const at = app.clock().toISOString();
  const context: ChangeContext = { organizationId: id, actor: OPERATOR, at };
  const [connection] = await listConnections(app.reader, id);
  if (connection === undefined) throw new Error('An organisation without a connection.');
  const email = `admin@${slug}.test`;
  const owner = await createMember(app, context, { email, orgAdmin: true, emailProven: true });
  const passwordHash = await hashPassword('walnut gravel anchor 7');
  await app.writer.write(id, async (session) => {
    const account = { email, passwordHash, displayName: 'Ünì' };
    const accountId = await createAccount(session, account, at);
    await linkAccount(session, context, { accountId, memberId: owner.id });
  });
  // Nobody has proven this address, so the user who comes with it waits as a claim.
  const unproven = { email: 'user7@example.test', orgAdmin: false, emailProven: false };
  await createMember(app, context, unproven);
  const settings = { connectionId: connection.id, ownerId: owner.id, expiresAt: null };
  const made = { ...settings, name: 'test', scopes: ['scim:write'] as const };
  const { token } = await createToken(app, context, made);
  const old = await createToken(app, context, { ...made, name: 'old', scopes: ['scim:read'] });
  await revokeToken(app, context, old.id);
  await app.registry.refresh(id);
  return { context, token };
}

type Send = (method: string, path: string, body?: object) => Promise<unknown>;

/** SCIM requests that have to succeed; the id of what was made. */
export function sender(baseUrl: string, token: string): Send {
  return async (method, path, body) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

/** Names with letters of many scripts, quotes and backslashes. */
export function newUser(n: number): object {
  return {
    schemas: [USER, ENTERPRISE],
    userName: `User${n}@Example.test`,
    externalId: `ext-${n}`,
    name: { givenName: `Ünì "${n}"`, familyName: `O'Brien\\${n} 東京 👩‍🚀` },
    displayName: `User ${n}`,
    emails: [
      { value: `user${n}@example.test`, type: 'work', primary: true },
      { value: `private${n}@example.test`, type: 'home' },
    ],
    phoneNumbers: [{ value: `+49 30 ${100_000 + n}`, type: 'work' }],
    [ENTERPRISE]: { employeeNumber: String(n), department: n % 2 === 0 ? 'Sales' : 'R&D\t' },
  };
}

async function makeUsers(send: Send, count: number): Promise<string[]> {
  const ids: string[] = new Array(count);
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < count; n = next++) {
      ids[n] = idOf(await send('POST', '/Users', newUser(n)));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return ids;
}

/** A group of everybody, and one with that group in it. */
async function makeGroups(send: Send, userIds: readonly string[]): Promise<string> {
  const everybody = idOf(
    await send('POST', '/Groups', { schemas: [GROUP], displayName: 'Everybody' }),
  );
  for (let at = 0; at < userIds.length; at += MEMBERS_PER_PATCH) {
    const value = userIds.slice(at, at + MEMBERS_PER_PATCH).map((id) => ({ value: id }));
    const Operations = [{ op: 'add', path: 'members', value }];
    await send('PATCH', `/Groups/${everybody}`, { schemas: [PATCH_OP], Operations });
  }
  await send('POST', '/Groups', {
    schemas: [GROUP],
    displayName: 'Nested',
    members: [{ value: everybody, type: 'Group' }],
  });
  return everybody;
}

function idOf(resource: unknown): string {
  return String(Reflect.get(Object(resource), 'id'));
}
