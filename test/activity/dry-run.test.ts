/** What a request of the log would do now: told, and nothing of it done. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Browser, type Person, signedIn } from '../accounts/support.ts';
import { TEST_DATABASE } from '../support/postgres.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let jane: Person;
/** How far the clock of the server is ahead, milliseconds. */
let ahead = 0;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer({
    plan: 'enterprise',
    clock: () => new Date(Date.now() + ahead),
  });
  jane = await addPerson(server, server, 'jane@acme.test', true);
  browser = await signedIn(server, jane);
  for (const userName of ['ada', 'bob', 'cleo'])
    ids[userName] = await create('/Users', user(userName));
  ids.sales = await create('/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Sales',
    members: [{ value: ids.ada }],
  });
});
afterAll(() => server.close());

function user(userName: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${userName}@acme.test`,
    displayName: userName,
    emails: [{ value: `${userName}@acme.test`, primary: true }],
    password: 'never kept 1',
  };
}

async function create(path: string, body: object): Promise<string> {
  const response = await send('POST', path, body);
  return ((await response.json()) as { id: string }).id;
}

function send(method: string, path: string, body?: object): Promise<Response> {
  return server.scim(path, {
    method,
    headers: { 'content-type': 'application/scim+json', 'x-request-id': `r${count++}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
let count = 0;

function patch(...Operations: object[]) {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations };
}

/** The newest request of the log, run again; with what every table had before and after. */
async function replay(): Promise<{
  status: number;
  body: Record<string, unknown> & { changes: { action: string }[] };
}> {
  const { body } = await browser.call('GET', '/activity?limit=1');
  const [row] = body.rows;
  const before = await everything();
  const { status, body: answer } = await browser.call('POST', `/activity/${row.id}/dry-run`);
  expect(await everything()).toEqual(before);
  return { status, body: answer };
}

/** Every row of every table, but for what time itself changes: jobs, and when a token was used last. */
async function everything(): Promise<Record<string, unknown>> {
  await server.app.activity.flush();
  const names =
    TEST_DATABASE === 'postgres'
      ? `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'job' order by 1`
      : `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'job' order by 1`;
  const tables = await rowsOf<{ name: string }>(server, names);
  const contents: Record<string, unknown> = {};
  for (const { name } of tables) {
    const rows = await rowsOf<Record<string, unknown>>(server, `select * from ${name}`);
    contents[name] = rows.map(({ last_used_at: _, ...row }) => JSON.stringify(row)).sort();
  }
  return contents;
}

describe('a dry run of', () => {
  it('a user that was created says that the name is taken', async () => {
    await send('POST', '/Users', user('dora'));
    const { body } = await replay();
    expect(body).toMatchObject({ status: 409, changes: [], body: { scimType: 'uniqueness' } });
    expect(JSON.stringify(body.explanation)).toContain('The user was not saved.');
    expect(body.caveats).toEqual(expect.arrayContaining([expect.stringContaining('passwords')]));
  });

  it('a user whose name is free again says who would be made, invited and counted', async () => {
    const id = await create('/Users', user('emma'));
    await server.app.activity.flush();
    const { body: found } = await browser.call('GET', '/activity?limit=1');
    await send('DELETE', `/Users/${id}`);
    const before = await everything();
    const { body } = await browser.call('POST', `/activity/${found.rows[0].id}/dry-run`);
    expect(body).toMatchObject({ status: 201, body: { displayName: 'emma' } });
    expect(body.changes.map(({ action }: { action: string }) => action)).toContain('user.created');
    expect(await everything()).toEqual(before);
  });

  it('a profile that was changed', async () => {
    await send(
      'PATCH',
      `/Users/${ids.bob}`,
      patch({ op: 'replace', path: 'title', value: 'Cook' }),
    );
    await send(
      'PATCH',
      `/Users/${ids.bob}`,
      patch({ op: 'replace', path: 'title', value: 'Chef' }),
    );
    expect((await replay()).body).toMatchObject({ status: 200, changes: [] });
    await send(
      'PATCH',
      `/Users/${ids.bob}`,
      patch({ op: 'replace', path: 'title', value: 'Chef' }),
    );
    const { body: list } = await browser.call('GET', `/activity?user=${ids.bob}&limit=3`);
    const { body } = await browser.call('POST', `/activity/${list.rows[2].id}/dry-run`);
    expect(body.changes).toMatchObject([
      { action: 'user.updated', detail: { old: { title: 'Chef' }, new: { title: 'Cook' } } },
    ]);
  });

  it('somebody who was deactivated, and is active again', async () => {
    const off = patch({ op: 'replace', path: 'active', value: false });
    await send('PATCH', `/Users/${ids.cleo}`, off);
    const { body: list } = await browser.call('GET', '/activity?limit=1');
    expect(list.rows[0].meaning).toBe('Deactivated cleo');
    await send(
      'PATCH',
      `/Users/${ids.cleo}`,
      patch({ op: 'replace', path: 'active', value: true }),
    );
    const before = await everything();
    const { body } = await browser.call('POST', `/activity/${list.rows[0].id}/dry-run`);
    expect(body.status).toBe(200);
    expect(body.changes.map(({ action }: { action: string }) => action)).toContain('user.updated');
    expect(await everything()).toEqual(before);
  });

  it('members of a group', async () => {
    const value = [{ value: ids.bob }, { value: ids.cleo }];
    await send('PATCH', `/Groups/${ids.sales}`, patch({ op: 'add', path: 'members', value }));
    const { body: list } = await browser.call('GET', '/activity?limit=1');
    expect(list.rows[0].meaning).toBe('Added 2 members to the group Sales');
    await send('PATCH', `/Groups/${ids.sales}`, patch({ op: 'remove', path: 'members', value }));
    const { body } = await browser.call('POST', `/activity/${list.rows[0].id}/dry-run`);
    expect(body).toMatchObject({
      status: 204,
      changes: [{ action: 'group.members.changed', detail: { added: [ids.bob, ids.cleo] } }],
    });
  });

  it('a deletion, which is made only once', async () => {
    const id = await create('/Users', user('finn'));
    await send('DELETE', `/Users/${id}`);
    expect((await replay()).body).toMatchObject({ status: 404 });
    expect((await send('GET', '/Users?startIndex=1&count=2')).status).toBe(200);
    expect((await replay()).body).toMatchObject({ status: 200, body: { startIndex: 1 } });
  });

  it('what the brake would hold, holds nothing', async () => {
    for (let n = 0; n < 22; n++) await create('/Users', user(`many${n}`));
    // What came within the hour may go within the hour.
    ahead = 2 * 3_600_000;
    browser = await signedIn(server, jane);
    const members = (await (await send('GET', '/Users?count=100')).json()) as {
      Resources: { id: string }[];
    };
    for (const { id } of members.Resources) {
      const { status } = await send('DELETE', `/Users/${id}`);
      if (status === 429) break;
    }
    const { body: answer } = await replay();
    expect(answer.status).toBe(429);
    expect(JSON.stringify(answer.explanation)).toContain('held');
  });
});

describe('what cannot be run again', () => {
  it.each([
    [
      'a search',
      () => send('GET', '/Users?filter=userName%20eq%20%22ada%22'),
      'people are searched by',
    ],
    ['a body that is no JSON', () => send('POST', '/Users', undefined), 'no JSON'],
    [
      'a large body',
      () => send('POST', '/Users', { ...user('big'), nickName: 'x'.repeat(20_000) }),
      'cut off',
    ],
  ])('%s is told so', async (_what, request, words) => {
    await request();
    const { status, body } = await replay();
    expect(status).toBe(409);
    expect(body.detail).toContain(words);
  });

  it('and a request of another organisation is not there', async () => {
    const elsewhere = await server.addTenant({ name: 'Elsewhere' });
    const boss = await addPerson(server, elsewhere, 'boss@elsewhere.test', true);
    const { body } = await browser.call('GET', '/activity?limit=1');
    const other = await signedIn(server, boss);
    expect((await other.call('POST', `/activity/${body.rows[0].id}/dry-run`)).status).toBe(404);
  });
});
