/** How an organisation is doing, in one answer; and how many it had, day by day. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countDay } from '../../packages/server/src/overview/index.ts';
import { addPerson, type Browser, type Person, signedIn } from '../accounts/support.ts';
import { startServer, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

let server: TestServer;
let jane: Person;
let browser: Browser;
let now = Date.parse('2027-03-01T08:00:00.000Z');

beforeAll(async () => {
  server = await startServer({ clock: () => new Date(now) });
  jane = await addPerson(server, server, 'jane@acme.test', true);
  browser = await signedIn(server, jane);
});
afterAll(() => server.close());

function create(userName: string): Promise<Response> {
  return server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas: [USER], userName, displayName: userName }),
  });
}

async function overview() {
  return (await browser.call('GET', '/overview')).body;
}

const count = () => countDay(server.app, [server.organization.id], new AbortController().signal);

it('a new organisation has never been connected, and has its steps before it', async () => {
  expect(await overview()).toMatchObject({
    connections: [{ name: 'Default', users: 0, health: { state: 'never', lastError: null } }],
    people: { activeMembers: 2, users: 0, groups: 0 },
    history: [],
    steps: { token: true, connected: false, firstUser: false, mapped: false, invited: false },
  });
});

it('with its first user it works, and each day is counted once', async () => {
  await count();
  await create('ada');
  await count();
  expect(await overview()).toMatchObject({
    connections: [
      { users: 1, health: { state: 'working', lastRequestAt: '2027-03-01T08:00:00.000Z' } },
    ],
    history: [{ day: '2027-03-01', members: 3, users: 1, groups: 0 }],
    steps: { connected: true, firstUser: true },
  });
  now += DAY_MS;
  browser = await signedIn(server, jane);
  await create('bob');
  await count();
  const { history } = await overview();
  expect(history.map(({ day, users }: { day: string; users: number }) => [day, users])).toEqual([
    ['2027-03-01', 1],
    ['2027-03-02', 2],
  ]);
});

it('one whose requests are refused is failing, with the last error in words', async () => {
  for (let n = 0; n < 5; n++) {
    await server.scim('/Users', {
      method: 'POST',
      headers: { 'content-type': 'application/scim+json' },
      body: '{}',
    });
  }
  const { connections } = await overview();
  expect(connections).toMatchObject([
    {
      health: {
        state: 'failing',
        failingSince: '2027-03-02T08:00:00.000Z',
        lastError: { status: 400 },
      },
    },
  ]);
  expect(connections[0].health.lastError.meaning).toBe('Could not create a user');
});

it('one that says nothing for days is quiet', async () => {
  now += 5 * DAY_MS;
  browser = await signedIn(server, jane);
  expect((await overview()).connections).toMatchObject([{ health: { state: 'quiet' } }]);
});

it('each connection has its brake in numbers', async () => {
  const { body } = await browser.call('GET', '/held-changes/summary');
  expect(body.connections).toMatchObject([
    {
      name: 'Default',
      isWatching: false,
      smallUsers: 20,
      users: { total: 2, limit: 20 },
      memberships: { total: 0, limit: 20 },
      held: [],
    },
  ]);
});
