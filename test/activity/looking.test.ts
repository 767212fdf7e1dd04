/** The log of requests in the console: what it shows, follows, counts and writes to a file. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Browser, signedIn } from '../accounts/support.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await signedIn(server, await addPerson(server, server, 'jane@acme.test', true));
  for (const name of ['=1+1', 'Ada Lovelace']) await create(name);
  await create('Ada Lovelace');
  await server.scim('/Users?startIndex=1&count=2');
});
afterAll(() => server.close());

function create(displayName: string): Promise<Response> {
  return server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json', 'user-agent': '=cmd' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: displayName,
      displayName,
      shoeSize: 43,
    }),
  });
}

it('rows say what they meant, and new ones come after the last that is known', async () => {
  const { body } = await browser.call('GET', '/activity');
  const meanings = body.rows.map(({ meaning }: { meaning: string }) => meaning);
  expect(meanings).toEqual([
    'Listed users',
    'Could not create Ada Lovelace',
    'Created Ada Lovelace',
    'Created =1+1',
  ]);
  expect(body.rows[0]).not.toHaveProperty('requestBody');
  const [, known] = body.rows;
  const { body: fresh } = await browser.call('GET', `/activity?after=${known.id}`);
  expect(fresh).toMatchObject({ rows: [{ meaning: 'Listed users' }], next: null });
});

it('only errors, and only what was tolerated', async () => {
  const { body: failed } = await browser.call('GET', '/activity?status=failed');
  expect(failed.rows).toHaveLength(1);
  const { body: noted } = await browser.call('GET', '/activity?notes=yes');
  expect(noted.rows).toHaveLength(3);
});

it('one request has what it changed, and what came around it', async () => {
  const { body } = await browser.call('GET', '/activity');
  const { body: one } = await browser.call('GET', `/activity/${body.rows[2].id}`);
  expect(one.changes.map(({ action }: { action: string }) => action)).toContain('user.created');
  expect(one).toMatchObject({
    resourceName: 'Ada Lovelace',
    whyNotReplayable: null,
    explanation: { notes: [{ entry: 'unknown-attribute' }] },
  });
  expect(one.around.map(({ id }: { id: number }) => id)).toEqual(
    [body.rows[0], body.rows[1], body.rows[3]].map(({ id }) => id),
  );
});

it('hours are counted, once and again', async () => {
  for (let round = 0; round < 2; round++) {
    const { body } = await browser.call('GET', '/activity/hours?since=7d');
    expect(body.hours).toMatchObject([{ requests: 4, errors: 1 }]);
    expect(body.hours[0].p95Ms).toBeGreaterThan(0);
  }
  expect((await browser.call('GET', '/activity/hours?since=9y')).status).toBe(400);
});

it('a file has the same rows, and no formulas', async () => {
  const csv = await file('format=csv&status=failed');
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="requests.csv"');
  const text = await csv.text();
  expect(text.split('\r\n')).toHaveLength(3);
  expect(text).toContain("'=cmd");
  const lines = (await (await file('format=jsonl')).text()).trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(JSON.parse(lines[3] ?? '')).toMatchObject({ method: 'POST', status: 201 });
});

function file(query: string): Promise<Response> {
  return fetch(`${server.url}/v1/console/activity/export?${query}`, {
    headers: { cookie: `__Host-rollcall=${browser.cookie}` },
  });
}
