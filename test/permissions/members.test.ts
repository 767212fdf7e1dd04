import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteOldEvents } from '../../packages/server/src/events/index.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Clients, clientsOf } from './support.ts';

let server: TestServer;
let clients: Clients;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  clients = await clientsOf(server);
});
afterAll(() => server.close());

const get = async (path: string) => (await clients.operator('GET', path)).body;
const idsOf = (members: readonly { id: string }[]) => members.map(({ id }) => id);

describe('design.md §1 the application asks who exists', () => {
  it('page by page, in the order in which they came, each once', async () => {
    const users: string[] = [];
    for (let n = 0; n < 25; n++) users.push(await clients.user(`page${n}@a.test`));
    const members = await Promise.all(users.map((user) => clients.memberOf(user)));
    const seen: string[] = [];
    for (let after = '', rounds = 0; after !== null && rounds < 20; rounds++) {
      const page = await get(`/members?limit=7&after=${after}`);
      expect(page.members.length).toBeLessThanOrEqual(7);
      seen.push(...idsOf(page.members));
      after = page.next;
    }
    expect(seen).toEqual([server.ownerId, ...members]);
  });

  it('one by its id, by an address of its users, by the id of the application', async () => {
    const user = await clients.user('Jane@A.test');
    const member = await clients.memberOf(user);
    expect(await get(`/members/${member}`)).toMatchObject({
      id: member,
      active: true,
      orgAdmin: false,
      local: false,
      userIds: [user],
    });
    expect(idsOf((await get('/members?address=jANE%40a.test')).members)).toEqual([member]);
    expect((await get('/members?address=nobody%40a.test')).members).toEqual([]);
    const path = `/members/${member}/application-user`;
    expect((await clients.operator('PUT', path, { id: '4711' })).body).toMatchObject({
      applicationUserId: '4711',
    });
    expect(idsOf((await get('/members?applicationUserId=4711')).members)).toEqual([member]);
    const other = await clients.memberOf(await clients.user('john@a.test'));
    const taken = await clients.operator('PUT', `/members/${other}/application-user`, {
      id: '4711',
    });
    expect(taken.status).toBe(409);
    expect((await clients.operator('PUT', path, { id: null })).status).toBe(200);
    expect((await get('/members?applicationUserId=4711')).members).toEqual([]);
  });

  it('what is deprovisioned shows as such, and keeps the id of the application', async () => {
    const user = await clients.user('leaver@a.test');
    const member = await clients.memberOf(user);
    await clients.operator('PUT', `/members/${member}/application-user`, { id: 'l1' });
    await clients.scim('DELETE', `/Users/${user}`);
    expect(await get(`/members/${member}`)).toMatchObject({
      active: false,
      userIds: [],
      applicationUserId: 'l1',
    });
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'after=a&address=b', 'sort=name', 'address='])(
    'a query that is not understood is 400: %s',
    async (query) => {
      expect((await clients.operator('GET', `/members?${query}`)).status).toBe(400);
    },
  );

  it('an unknown member is 404', async () => {
    expect((await clients.operator('GET', '/members/nobody')).status).toBe(404);
    const put = await clients.operator('PUT', '/members/nobody/application-user', { id: '1' });
    expect(put.status).toBe(404);
  });
});

describe('design.md §4 events, with a cursor', () => {
  it('every change once, numbered without gaps, and nothing personal', async () => {
    const start = await lastNumber();
    const user = await clients.user('followed@a.test');
    const group = await clients.group('Followed', [user]);
    await clients.operator('PUT', '/entry-points/e', { name: 'E' });
    await clients.operator('PUT', '/grants', {
      entryPoint: 'e',
      role: 'viewer',
      subject: { kind: 'group', id: group },
    });
    const { events, next } = await get(`/events?after=${start}&limit=1000`);
    expect(events.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: events.length }, (_, n) => start + n + 1),
    );
    const types = events.map(({ type }: { type: string }) => type);
    for (const type of ['user.created', 'member.created', 'group.created', 'grant.created']) {
      expect(types).toContain(type);
    }
    expect(JSON.stringify(events)).not.toContain('followed@a.test');
    expect(events.at(-1)).toMatchObject({
      type: 'grant.created',
      actor: expect.stringMatching(/^operator:/),
      data: { role: 'viewer', subject: { kind: 'group', id: group } },
    });
    expect(await get(`/events?after=${next}`)).toEqual({ events: [], next });
  });

  it('what is kept no more is 410, with where to go on', async () => {
    const last = await lastNumber();
    const before = new Date(server.app.clock().getTime() + 1000).toISOString();
    const { signal } = new AbortController();
    await deleteOldEvents(server.app, [server.organization.id], before, signal);
    const { status, body } = await clients.operator('GET', '/events?after=1');
    expect(status).toBe(410);
    expect(body.detail).toContain(`go on after ${last}`);
    expect(await get(`/events?after=${last}`)).toEqual({ events: [], next: last });
    await clients.user('after-retention@a.test');
    expect((await clients.operator('GET', '/events?after=0')).status).toBe(410);
    expect((await get(`/events?after=${last}`)).events.length).toBeGreaterThan(0);
  });

  async function lastNumber(): Promise<number> {
    for (let after = 0; ; ) {
      const { events, next } = await get(`/events?after=${after}&limit=1000`);
      if (events.length === 0) return next;
      after = next;
    }
  }
});
