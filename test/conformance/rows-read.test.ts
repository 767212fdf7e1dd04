/**
 * What a request reads follows what it is about, whatever PostgreSQL's planner believes. Here it knows
 * nothing of an organisation, as while a new customer's people arrive: its statistics are of another one, or
 * there are none. The embedded database has no statistics: it joins in the order that is written.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askPostgres } from '../support/ask-postgres.ts';
import { startNode, startServer, type TestNode, type TestServer } from '../support/server.ts';

const HEADERS = { 'content-type': 'application/scim+json' };
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const USERS = 400;
const RESOURCES = ['resource', 'search', 'membership', 'lookup'];
const TABLES = [
  ...RESOURCES,
  ...['member', 'link', 'claim', 'event', 'audit', 'audit_detail'],
  ...['collection', 'collection_block', 'organization_sequence'],
];
/** Rows of indexes and of tables that one thing named in a request may take. */
const ROWS_EACH = 12;
/** The same of a request as such: an organisation's head, its counts. */
const ROWS_ASIDE = 40;

describe.each([
  ['statistics of another organisation', true, TABLES],
  // Before the first minute is over. It takes small tables for those of 200 organisations, with a row each.
  ['no statistics', false, RESOURCES],
])('design.md §4 what a request reads, with %s', (_, isOtherKnown, counting) => {
  const names = counting.map((table) => `'${table}'`).join(', ');
  // The rest differs only in what the statistics say, so it runs with those that mislead most.
  let server: TestServer;
  let users: string[];
  let group: string;

  beforeAll(async () => {
    server = await startServer();
    for (const table of TABLES) await ask(`alter table ${table} set (autovacuum_enabled = false)`);
    if (isOtherKnown) await fillOther();
    users = [];
    const node = await startNode(server);
    for (let n = 0; n < USERS; n++) users.push(await created(node, '/Users', newUser(n)));
    group = await created(node, '/Groups', { schemas: [GROUP], displayName: 'Everybody' });
    await patchMembers(node, 'add', users.slice(0, 200));
    await node.close();
  });
  afterAll(() => server.close());

  test('a user created: the same, however many there are', async () => {
    const create = async (node: TestNode) => void (await created(node, '/Users', newUser(USERS)));
    expect(await rowsRead(create)).toBeLessThan(ROWS_ASIDE + ROWS_EACH);
  });

  test('members added to a group that just got many', async () => {
    const read = await rowsRead((node) => patchMembers(node, 'add', users.slice(200, 300)));
    expect(read).toBeLessThan(ROWS_ASIDE + 100 * ROWS_EACH);
  });

  test.runIf(isOtherKnown)('members added that are there already', async () => {
    const read = await rowsRead((node) => patchMembers(node, 'add', users.slice(0, 100)));
    expect(read).toBeLessThan(ROWS_ASIDE + 100 * ROWS_EACH);
  });

  test.each(['add', 'remove'] as const)('%s of one member', async (op) => {
    const read = await rowsRead((node) => patchMembers(node, op, users.slice(390, 391)));
    expect(read).toBeLessThan(ROWS_ASIDE + ROWS_EACH);
  });

  test('members removed by a list', async () => {
    const read = await rowsRead((node) => patchMembers(node, 'remove', users.slice(0, 20)));
    expect(read).toBeLessThan(ROWS_ASIDE + 20 * ROWS_EACH);
  });

  test.runIf(isOtherKnown)('a member removed by a filter', async () => {
    const path = `members[value eq "${users[50]}"]`;
    const read = await rowsRead((node) => patch(node, `/Groups/${group}`, { op: 'remove', path }));
    expect(read).toBeLessThan(ROWS_ASIDE + ROWS_EACH);
  });

  test.runIf(isOtherKnown)('members replaced: the group once, the list once', async () => {
    const value = users.slice(100, 300).map((id) => ({ value: id }));
    const operation = { op: 'replace', path: 'members', value };
    const read = await rowsRead((node) => patch(node, `/Groups/${group}`, operation));
    expect(read).toBeLessThan(ROWS_ASIDE + 400 * ROWS_EACH);
  });

  test.runIf(isOtherKnown)('a user changed, and deleted', async () => {
    const path = `/Users/${users[110]}`;
    const operation = { op: 'replace', path: 'displayName', value: 'New' };
    expect(await rowsRead((node) => patch(node, path, operation))).toBeLessThan(ROWS_ASIDE);
    const remove = async (node: TestNode) => {
      expect((await node.scim(path, { method: 'DELETE' })).status).toBe(204);
    };
    expect(await rowsRead(remove)).toBeLessThan(ROWS_ASIDE + ROWS_EACH);
  });

  test('what is looked up by an index', async () => {
    const paths = [
      `/Users/${users[120]}`,
      '/Users?filter=userName eq "u121@a.test"',
      '/Users?filter=externalId eq "e122" and title pr',
      '/Users?filter=emails[value eq "u123@a.test"]',
      '/Groups?excludedAttributes=members&filter=displayName eq "everybody"',
      `/Groups?excludedAttributes=members&filter=members eq "${users[124]}"`,
    ];
    const read = await rowsRead(async (node) => {
      for (const path of paths) await list(node, path, 1);
    });
    expect(read).toBeLessThan(paths.length * ROWS_ASIDE);
  });

  test.runIf(isOtherKnown)('a page of users', async () => {
    const read = await rowsRead((node) => list(node, '/Users?startIndex=200&count=100', 100));
    expect(read).toBeLessThan(ROWS_ASIDE + 100 * ROWS_EACH);
  });

  test.runIf(isOtherKnown)(
    'a filter that needs a scan: every user once, and its page',
    async () => {
      const read = await rowsRead((node) =>
        list(node, '/Users?filter=title eq "t1"&sortBy=userName&count=50', 50),
      );
      expect(read).toBeLessThan(ROWS_ASIDE + 3 * USERS + 50 * ROWS_EACH);
    },
  );

  /** Rows of indexes and of tables that a request to a node of its own read. */
  async function rowsRead(request: (node: TestNode) => Promise<void>): Promise<number> {
    const before = await counted();
    const node = await startNode(server);
    await request(node);
    // A session reports what it read when it ends at the latest.
    await node.close();
    return (await counted()) - before;
  }

  async function counted(): Promise<number> {
    const [row] = await ask(`select
      (select sum(seq_tup_read) from pg_stat_user_tables where relname in (${names}))
      + (select sum(idx_tup_read) from pg_stat_user_indexes where relname in (${names})) as rows`);
    return Number(row?.rows);
  }

  /** The planner knows this organisation, and none that comes after it. */
  async function fillOther(): Promise<void> {
    const at = "'2026-01-01T00:00:00.000Z'";
    const own = "'other00001'";
    const rows = 'from generate_series(1, 20000) n';
    const columns = `organization_id, id, connection_id, type, position, user_name_key, is_active,
      created_at, modified_at, version`;
    const values = `${own}, 'u' || n, 'c', 'User', n, 'n' || n, 1, ${at}, ${at}, 1`;
    await ask(`insert into resource (${columns}, json) select ${values}, '{}' ${rows}`);
    await ask(`insert into search (${columns}, folded) select ${values}, '{}' ${rows}`);
    await ask(`insert into membership (organization_id, group_id, member_id, kind)
      select ${own}, 'g', 'u' || n, 'User' ${rows}`);
    await ask(`insert into lookup (organization_id, connection_id, attribute, key, resource_id)
      select ${own}, 'c', 'emails', 'n' || n, 'u' || n ${rows}`);
    await ask(`insert into member (organization_id, id, is_local, is_enabled, is_org_admin, created_at)
      select ${own}, 'm' || n, 0, 0, 0, ${at} ${rows}`);
    await ask(`insert into link (organization_id, connection_id, user_id, member_id, user_name_key,
        email_key, is_active, created_at)
      select ${own}, 'c', 'u' || n, 'm' || n, 'n' || n, 'n' || n, 1, ${at} ${rows}`);
    await ask(`analyze ${TABLES.join(', ')}`);
  }

  function ask(statement: string): Promise<Record<string, unknown>[]> {
    return askPostgres(server.databaseUrl ?? '', statement);
  }

  function patchMembers(
    node: TestNode,
    op: 'add' | 'remove',
    ids: readonly string[],
  ): Promise<void> {
    const value = ids.map((id) => ({ value: id }));
    return patch(node, `/Groups/${group}`, { op, path: 'members', value });
  }
});

function newUser(n: number): object {
  const name = `u${n}@a.test`;
  const emails = [{ value: name, primary: true }];
  return { schemas: [USER], userName: name, externalId: `e${n}`, title: `t${n % 3}`, emails };
}

async function created(node: TestNode, path: string, resource: object): Promise<string> {
  const body = JSON.stringify(resource);
  const response = await node.scim(path, { method: 'POST', headers: HEADERS, body });
  expect(response.status).toBe(201);
  return Reflect.get(Object(await response.json()), 'id');
}

async function patch(node: TestNode, path: string, operation: object): Promise<void> {
  const body = JSON.stringify({ schemas: [PATCH_OP], Operations: [operation] });
  const response = await node.scim(path, { method: 'PATCH', headers: HEADERS, body });
  expect(response.status).toBeLessThan(300);
  await response.arrayBuffer();
}

/** Reads a resource or a list, which has so many in it. */
async function list(node: TestNode, path: string, count: number): Promise<void> {
  const response = await node.scim(encodeURI(path));
  expect(response.status).toBe(200);
  const answer = Object(await response.json());
  expect(Reflect.get(answer, 'Resources')?.length ?? 1).toBe(count);
}
