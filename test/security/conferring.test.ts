/**
 * C1, C2: nobody confers what they do not hold. Every door by which somebody could come by a role, tried by
 * everybody who can knock at it: only those who may grant roles succeed, and afterwards the target has the
 * role just then.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createConnection,
  DEFAULT_CONNECTION,
} from '../../packages/server/src/connections/index.ts';
import { createToken } from '../../packages/server/src/tokens/index.ts';
import { addPerson, type Browser, contextOf, signedIn } from '../accounts/support.ts';
import { type Answer, type Clients, clientsOf } from '../permissions/support.ts';
import { startServer, type TestServer } from '../support/server.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let server: TestServer;
let clients: Clients;
/** By who it is; a browser for each. */
let browsers: Readonly<Record<string, Browser>>;
/** Tokens of SCIM by whose they are. */
let tokens: Readonly<Record<string, string>>;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  clients = await clientsOf(server);
  await clients.operator('PUT', '/entry-points/crm', { name: 'CRM' });
  const elsewhere = await server.addTenant({ name: 'Elsewhere' });
  const admin = await addPerson(server, server, 'has-admin@acme.test');
  await clients.operator('PUT', '/grants', {
    entryPoint: 'crm',
    role: 'admin',
    subject: { kind: 'member', id: admin.memberId },
  });
  browsers = {
    'a member': await signedIn(server, await addPerson(server, server, 'member@acme.test')),
    'a member with that role': await signedIn(server, admin),
    'an Org Admin elsewhere': await signedIn(
      server,
      await addPerson(server, elsewhere, 'boss@elsewhere.test', true),
    ),
    'an Org Admin': await signedIn(server, await addPerson(server, server, 'boss@acme.test', true)),
  };
  tokens = {
    'the identity provider': server.token,
    'another connection': await otherConnection(),
    'a token that reads': await tokenFor(server.connectionId, 'scim:read'),
    'another organisation': elsewhere.token,
  };
});
afterAll(() => server.close());

async function otherConnection(): Promise<string> {
  const settings = { ...DEFAULT_CONNECTION, name: 'Second', invitations: 'none' } as const;
  const { id } = await createConnection(server.app, contextOf(server, server), settings);
  return tokenFor(id, 'scim:write');
}

async function tokenFor(connectionId: string, scope: 'scim:read' | 'scim:write'): Promise<string> {
  const { token } = await createToken(server.app, contextOf(server, server), {
    ...{ connectionId, ownerId: server.ownerId, name: scope, scopes: [scope], expiresAt: null },
  });
  await server.app.registry.refresh(server.organization.id);
  return token;
}

let serial = 0;
/** Somebody without any role, a pushed group that has the role, and one made here that has it. */
interface Scene {
  readonly user: string;
  readonly member: string;
  readonly mapped: string;
  readonly mappedName: string;
  readonly local: string;
}
async function scene(): Promise<Scene> {
  serial += 1;
  const user = await clients.user(`target-${serial}@acme.test`);
  const mappedName = `Admins ${serial}`;
  const mapped = await clients.group(mappedName);
  const { body } = await clients.operator('POST', '/groups', { name: `Here ${serial}` });
  for (const id of [mapped, body.id]) {
    const subject = { kind: 'group', id };
    await clients.operator('PUT', '/grants', { entryPoint: 'crm', role: 'admin', subject });
  }
  return { user, member: await clients.memberOf(user), mapped, mappedName, local: body.id };
}

const hasRole = ({ member }: Scene) => clients.may(member, 'viewer', 'crm');
const isOrgAdmin = async ({ member }: Scene): Promise<boolean> =>
  (await clients.operator('GET', `/members/${member}`)).body.orgAdmin;

async function scim(who: string, method: string, path: string, body: object): Promise<number> {
  const response = await fetch(server.anyBaseUrl() + path, {
    method,
    headers: {
      authorization: `Bearer ${tokens[who]}`,
      'content-type': 'application/scim+json',
    },
    body: JSON.stringify(body),
  });
  await response.text();
  return response.status;
}
const patch = (who: string, path: string, ...Operations: object[]) =>
  scim(who, 'PATCH', path, { schemas: [PATCH_OP], Operations });

interface Door {
  readonly name: string;
  open(who: string, scene: Scene): Promise<number | Answer>;
  /** Whose business it is. */
  readonly allowed: readonly string[];
  readonly gained?: (scene: Scene) => Promise<boolean>;
}

const CONSOLE: readonly Door[] = [
  {
    name: 'a role for the member',
    open: (who, { member }) =>
      call(who, 'PUT', '/grants', {
        ...{ entryPoint: 'crm', role: 'viewer', subject: { kind: 'member', id: member } },
      }),
    allowed: ['an Org Admin'],
  },
  {
    name: 'a place in a group made here',
    open: (who, { local, member }) => call(who, 'PUT', `/groups/${local}/members/${member}`),
    allowed: ['an Org Admin'],
  },
  {
    name: 'a place in a pushed group',
    open: (who, { mapped, member }) => call(who, 'PUT', `/groups/${mapped}/members/${member}`),
    allowed: [],
  },
  {
    name: 'Org Admin',
    open: (who, { member }) => call(who, 'PUT', `/members/${member}/org-admin`, { orgAdmin: true }),
    allowed: ['an Org Admin'],
    gained: isOrgAdmin,
  },
  {
    name: 'an invitation with a role, or as Org Admin',
    open: (who, { member }) =>
      call(who, 'POST', '/invitations', {
        email: `invited-${member}@acme.test`,
        orgAdmin: true,
        roles: [{ entryPoint: 'crm', role: 'admin' }],
      }),
    allowed: ['an Org Admin'],
    gained: async ({ member }) => {
      const found = await call('an Org Admin', 'GET', `/invitations?search=invited-${member}`);
      return found.body.invitations.length > 0;
    },
  },
  {
    name: 'a token that writes',
    open: (who, { mappedName: name }) =>
      call(who, 'POST', '/tokens', {
        ...{ name, scope: 'scim:write', connection: 'Third', expiresAt: null },
      }),
    allowed: ['an Org Admin'],
    gained: async ({ mappedName }) => {
      const { body } = await call('an Org Admin', 'GET', '/tokens');
      return body.tokens.some(({ name }: { name: string }) => name === mappedName);
    },
  },
];

const call = (who: string, method: string, path: string, body?: object) =>
  (browsers[who] as Browser).call(method, path, body);

const SCIM: readonly Door[] = [
  {
    name: 'a place in a group that has the role',
    open: (who, { mapped, user }) =>
      patch(who, `/Groups/${mapped}`, { op: 'add', path: 'members', value: [{ value: user }] }),
    // Its groups are its own; that the group has a role was an Org Admin's decision.
    allowed: ['the identity provider'],
  },
  {
    name: 'a group of its own inside of one that has the role',
    async open(who, { mapped, user, mappedName }) {
      const displayName = `Inner ${mappedName}`;
      await scim(who, 'POST', '/Groups', {
        ...{ schemas: [GROUP], displayName, members: [{ value: user }] },
      });
      const inner = (await clients.operator('GET', '/groups')).body.groups.find(
        ({ name }: { name: string }) => name === displayName,
      );
      const value = [{ value: inner?.id ?? 'none', type: 'Group' }];
      return patch(who, `/Groups/${mapped}`, { op: 'add', path: 'members', value });
    },
    allowed: ['the identity provider'],
  },
  {
    name: 'the group that has the role inside of its own',
    open: (who, { mapped, user, mappedName }) =>
      scim(who, 'POST', '/Groups', {
        ...{ schemas: [GROUP], displayName: `Outer ${mappedName}` },
        members: [{ value: mapped, type: 'Group' }, { value: user }],
      }),
    allowed: [],
  },
  {
    name: 'a new group with the name of one that has the role',
    open: (who, { mappedName, user }) =>
      scim(who, 'POST', '/Groups', {
        ...{ schemas: [GROUP], displayName: mappedName, members: [{ value: user }] },
      }),
    allowed: [],
  },
  {
    name: 'a group renamed to that of a group made here',
    async open(who, { local, user, mappedName }) {
      const displayName = `Renamed ${mappedName}`;
      await scim(who, 'POST', '/Groups', {
        ...{ schemas: [GROUP], displayName, members: [{ value: user }] },
      });
      const { groups } = (await clients.operator('GET', '/groups')).body;
      const nameOf = (id: string) => groups.find((one: { id: string }) => one.id === id)?.name;
      const own = groups.find(({ name }: { name: string }) => name === displayName);
      return patch(who, `/Groups/${own?.id ?? 'none'}`, {
        ...{ op: 'replace', path: 'displayName', value: nameOf(local) },
      });
    },
    allowed: [],
  },
  {
    name: 'a group made here',
    open: (who, { local, user }) =>
      patch(who, `/Groups/${local}`, { op: 'add', path: 'members', value: [{ value: user }] }),
    allowed: [],
  },
  {
    name: 'roles, entitlements and groups of the user',
    open: (who, { user, mapped }) =>
      patch(who, `/Users/${user}`, {
        op: 'add',
        value: {
          roles: [{ value: 'admin', primary: true }],
          entitlements: [{ value: 'admin' }],
          userType: 'Org Admin',
          groups: [{ value: mapped }],
        },
      }),
    allowed: [],
  },
  {
    name: 'a new user in its place',
    open: (who, { mappedName }) =>
      scim(who, 'POST', '/Users', {
        ...{ schemas: [USER], userName: 'has-admin@acme.test', externalId: mappedName },
      }),
    allowed: [],
  },
];

const OPERATOR_PATHS = ['/grants', '/entry-points/crm', '/operator-keys'];

describe('C1 nobody confers what they do not hold: the console', () => {
  const rows = CONSOLE.flatMap((door) =>
    ['a member', 'a member with that role', 'an Org Admin elsewhere', 'an Org Admin'].map(
      (who) => [door.name, who, door] as const,
    ),
  );
  it.each(rows)('%s, asked for by %s', async (_, who, door) => {
    const here = await scene();
    if (door.name === 'a token that writes') await third();
    const answer = (await door.open(who, here)) as Answer;
    const isAllowed = door.allowed.includes(who);
    expect(answer.status, JSON.stringify(answer.body)).toSatisfy((status: number) =>
      isAllowed ? status < 300 : status === 403 || status === 404,
    );
    expect(await (door.gained ?? hasRole)(here)).toBe(isAllowed);
  });

  /** Two tokens of one purpose are the most: each case has a connection to itself. */
  async function third(): Promise<void> {
    const { connections } = (
      await (browsers['an Org Admin'] as Browser).call('GET', '/connections')
    ).body;
    if (connections.some(({ name }: { name: string }) => name === 'Third')) return;
    const settings = { ...DEFAULT_CONNECTION, name: 'Third', invitations: 'none' } as const;
    await createConnection(server.app, contextOf(server, server), settings);
    await server.app.registry.refresh(server.organization.id);
  }
});

describe('C1, C2 nobody confers what they do not hold: SCIM', () => {
  const rows = SCIM.flatMap((door) =>
    [
      'the identity provider',
      'another connection',
      'a token that reads',
      'another organisation',
    ].map((who) => [door.name, who, door] as const),
  );
  it.each(rows)('%s, asked for by %s', async (_, who, door) => {
    const here = await scene();
    const status = Number(await door.open(who, here));
    expect(status).toBeLessThan(500);
    expect(await hasRole(here)).toBe(door.allowed.includes(who));
    expect(await isOrgAdmin(here)).toBe(false);
    if (who === 'a token that reads') expect(status).toBe(403);
  });
});

describe('C1 nobody confers what they do not hold: the operator’s API', () => {
  it.each(OPERATOR_PATHS)('%s takes neither a token of SCIM nor a session', async (path) => {
    const url = `${server.url}/v1/operator/organizations/${server.organization.slug}${path}`;
    const credentials: Record<string, string>[] = [
      ...Object.values(tokens).map((token) => ({ authorization: `Bearer ${token}` })),
      ...Object.values(browsers).map(({ cookie }) => ({ cookie: `__Host-rollcall=${cookie}` })),
      {},
    ];
    for (const headers of credentials) {
      const { status } = await fetch(url, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      });
      expect([401, 404]).toContain(status);
    }
  });
});
