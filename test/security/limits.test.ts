import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Small, so that n and n + 1 are both quick to send; nothing else about them is special. */
const LIMITS = {
  bodyBytes: 2000,
  groupBodyBytes: 3000,
  jsonDepth: 6,
  filterLength: 60,
  filterTerms: 3,
  filterDepth: 2,
  pathLength: 40,
  pathDepth: 2,
  patchOperations: 3,
  membersPerOperation: 4,
  pageSize: 5,
  defaultPageSize: 2,
  valueBytes: 50,
  valuesPerAttribute: 3,
  projectedAttributes: 3,
};

let server: TestServer;
let userId = '';
let groupId = '';
const userIds: string[] = [];

async function send(method: string, path: string, body: unknown) {
  const response = await server.scim(path, {
    method,
    headers: { 'content-type': 'application/scim+json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : Object(JSON.parse(text)) };
}

beforeAll(async () => {
  server = await startServer({ config: { limits: LIMITS } });
  for (let i = 0; i < 7; i++) {
    const { body } = await send('POST', '/Users', { schemas: [USER], userName: `u${i}` });
    userIds.push(String(body.id));
  }
  userId = userIds[0] ?? '';
  const group = await send('POST', '/Groups', { schemas: [GROUP], displayName: 'G' });
  groupId = String(group.body.id);
});
afterAll(() => server.close());

const list = async (query: string) => {
  const response = await server.scim(`/Users?${query}`);
  return { status: response.status, body: Object(await response.json()) };
};
const filter = (text: string) => list(`filter=${encodeURIComponent(text)}`);
const terms = (count: number) => Array(count).fill('title pr').join(' or ');
const nested = (depth: number) => `${'('.repeat(depth)}title pr${')'.repeat(depth)}`;
const patchUser = (...operations: object[]) =>
  send('PATCH', `/Users/${userId}`, { schemas: [PATCH_OP], Operations: operations });
const titles = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ op: 'replace', path: 'title', value: `t${i}` }));
const emails = (count: number) => Array.from({ length: count }, (_, i) => ({ value: `e${i}` }));
const addMembers = (count: number) =>
  send('PATCH', `/Groups/${groupId}`, {
    schemas: [PATCH_OP],
    Operations: [
      { op: 'add', path: 'members', value: userIds.slice(0, count).map((value) => ({ value })) },
    ],
  });
const deep = (depth: number) =>
  `{"schemas":["${PATCH_OP}"],"Operations":[{"op":"add","path":"title","value":${'['.repeat(depth - 3)}${']'.repeat(depth - 3)}}]}`;
const padded = (bytes: number) => {
  const text = JSON.stringify({ schemas: [PATCH_OP], Operations: titles(1) });
  return text + ' '.repeat(bytes - text.length);
};

describe('design.md §7 and security E4: n works, n + 1 is refused by name before any effect', () => {
  it.each<
    [
      keyof typeof LIMITS,
      () => Promise<unknown>,
      () => Promise<{ status: number; body: object }>,
      number,
    ]
  >([
    [
      'filterLength',
      () => filter(`title eq "${'x'.repeat(49)}"`),
      () => filter(`title eq "${'x'.repeat(50)}"`),
      400,
    ],
    ['filterTerms', () => filter(terms(3)), () => filter(terms(4)), 400],
    ['filterDepth', () => filter(nested(2)), () => filter(nested(3)), 400],
    ['patchOperations', () => patchUser(...titles(3)), () => patchUser(...titles(4)), 413],
    ['membersPerOperation', () => addMembers(4), () => addMembers(5), 413],
    [
      'valueBytes',
      () => patchUser({ op: 'replace', path: 'title', value: 'x'.repeat(50) }),
      () => patchUser({ op: 'replace', path: 'title', value: 'x'.repeat(51) }),
      400,
    ],
    [
      'valuesPerAttribute',
      () => patchUser({ op: 'replace', path: 'emails', value: emails(3) }),
      () => patchUser({ op: 'replace', path: 'emails', value: emails(4) }),
      400,
    ],
    [
      'bodyBytes',
      () => send('PATCH', `/Users/${userId}`, padded(2000)),
      () => send('PATCH', `/Users/${userId}`, padded(2001)),
      413,
    ],
    ['projectedAttributes', () => list('attributes=a,b,c'), () => list('attributes=a,b,c,d'), 400],
    [
      'pathLength',
      () => patchUser({ op: 'remove', path: `emails[value eq "${'x'.repeat(21)}"]` }),
      () => patchUser({ op: 'remove', path: `emails[value eq "${'x'.repeat(22)}"]` }),
      400,
    ],
    [
      'pathDepth',
      () => patchUser({ op: 'remove', path: 'emails[((value pr))]' }),
      () => patchUser({ op: 'remove', path: 'emails[(((value pr)))]' }),
      400,
    ],
  ])('%s', async (name, within, beyond, status) => {
    expect(await within()).toMatchObject({
      status: expect.toSatisfy((code: number) => code < 300),
    });
    const state = async () => [
      await (await server.scim(`/Users/${userId}`)).text(),
      await (await server.scim(`/Groups/${groupId}`)).text(),
    ];
    const before = await state();
    const refused = await beyond();
    expect(refused.status, JSON.stringify(refused.body)).toBe(status);
    expect(Reflect.get(refused.body, 'detail')).toMatch(new RegExp(`${name}|${LIMITS[name]}`));
    expect(await state()).toEqual(before);
  });

  it('jsonDepth', async () => {
    const within = await send('PATCH', `/Users/${userId}`, deep(6));
    expect(Reflect.get(within.body, 'scimType')).toBe('invalidValue');
    const beyond = await send('PATCH', `/Users/${userId}`, deep(7));
    expect(beyond).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } });
    expect(Reflect.get(beyond.body, 'detail')).toMatch(/jsonDepth|6/);
  });

  it('pageSize and defaultPageSize cap the page and are advertised', async () => {
    expect((await list('count=5')).body.Resources).toHaveLength(5);
    expect((await list('count=6')).body).toMatchObject({ itemsPerPage: 5, totalResults: 7 });
    expect((await list('')).body.Resources).toHaveLength(2);
    const config: unknown = await (await server.scim('/ServiceProviderConfig')).json();
    expect(config).toMatchObject({ filter: { maxResults: 5 } });
  });
});
