import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createMember,
  deactivateMember,
  memberByEmail,
} from '../../packages/server/src/members/index.ts';
import { listNotices, noticeJobs } from '../../packages/server/src/notices/index.ts';
import { setNotices } from '../../packages/server/src/organizations/index.ts';
import { createToken, revokeToken, rotateToken } from '../../packages/server/src/tokens/index.ts';
import { contextOf, mailRows } from '../mail/support.ts';
import { rowsOf } from '../support/rows.ts';
import { startNode, startServer, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;

let now: number;
let server: TestServer;
beforeEach(async () => {
  now = Date.parse('2027-03-01T12:00:00.000Z');
  server = await startServer({ clock: () => new Date(now) });
});
afterEach(() => server.close());

const context = () => contextOf(server.app, server.organization.id);
const check = () => noticeJobs(server.app)[0]?.run(new AbortController().signal);
const current = async () =>
  (await listNotices(server.app.reader, server.organization.id)).map(
    ({ kind, threshold }) => `${kind} ${threshold}`,
  );
const mails = async () => (await mailRows(server)).map(({ recipient }) => recipient);

/** A token that ends in so many days; the one that every test server has never does. */
async function make(days: number | null, ownerId = server.ownerId) {
  const token = await createToken(server.app, context(), {
    connectionId: server.connectionId,
    ownerId,
    name: 'okta',
    scopes: ['scim:read'],
    expiresAt: days === null ? null : new Date(now + days * DAY_MS).toISOString(),
  });
  await server.app.registry.refresh(server.organization.id);
  return token;
}

const admin = (email: string) =>
  createMember(server.app, context(), { email, orgAdmin: true, emailProven: true });

/** What was raised, over all, in its order. */
const raised = async () =>
  (
    await rowsOf<{ data: string }>(
      server,
      "select data from event where type = 'notice.raised' order by seq",
    )
  ).map(({ data }) => `${JSON.parse(data).kind} ${JSON.parse(data).threshold}`);

describe('walkthrough 2.5: notices about tokens', () => {
  it('30, 7 and 1 days before expiry and after it, each once', async () => {
    await make(60);
    const seen: string[] = [];
    for (let hours = 0; hours < 61 * 24; hours += 6) {
      await check();
      const [first, ...more] = await current();
      expect(more).toEqual([]);
      if (first !== undefined && seen.at(-1) !== first) seen.push(first);
      now += 6 * 3_600_000;
    }
    const expected = ['30', '7', '1'].map((days) => `token.expiring ${days}`);
    expect(seen).toEqual([...expected, 'token.expired 0']);
    expect(await raised()).toEqual(seen);
    expect(await mails()).toHaveLength(4);
  });

  it('after a pause only the nearest of them', async () => {
    await make(60);
    now += 54 * DAY_MS;
    await check();
    expect(await raised()).toEqual(['token.expiring 7']);
  });

  it('a token that was made for five days is not warned of at once', async () => {
    await make(5);
    await check();
    expect(await current()).toEqual([]);
    now += 4.5 * DAY_MS;
    await check();
    expect(await current()).toEqual(['token.expiring 1']);
  });

  it('a token that was revoked or rotated is not warned of', async () => {
    const revoked = await make(60);
    now += 45 * DAY_MS;
    await check();
    expect(await current()).toEqual(['token.expiring 30']);
    await revokeToken(server.app, context(), revoked.id);
    await check();
    expect(await current()).toEqual([]);
    const old = await make(60);
    await rotateToken(server.app, context(), old.id, { overlapHours: 12, expiresAt: null });
    await check();
    now += DAY_MS;
    await check();
    expect(await raised()).toEqual(['token.expiring 30']);
  });

  it('goes to every active Org Admin, once, whichever node looks', async () => {
    await admin('second@acme.test');
    const gone = await admin('gone@acme.test');
    await deactivateMember(server.app, context(), gone.id);
    await createMember(server.app, context(), {
      email: 'member@acme.test',
      orgAdmin: false,
      emailProven: true,
    });
    await make(60);
    now += 45 * DAY_MS;
    const node = server.databaseUrl === undefined ? undefined : await startNode(server);
    const jobs = [server.app, node?.app ?? server.app].map((app) =>
      noticeJobs({ ...app, clock: server.app.clock })[0]?.run(new AbortController().signal),
    );
    await Promise.all(jobs);
    await node?.close();
    const first = `admin@${server.organization.slug}.test`;
    expect((await mails()).sort()).toEqual([first, 'second@acme.test'].sort());
  });

  it('the owner left, until the token is revoked', async () => {
    const owner = await admin('owner@acme.test');
    const token = await make(null, owner.id);
    await check();
    expect(await current()).toEqual([]);
    const { id } = await memberByEmail(
      server.app.reader,
      server.organization.id,
      'owner@acme.test',
    );
    await deactivateMember(server.app, context(), id);
    await check();
    await check();
    expect(await current()).toEqual([`token.owner_left ${id}`]);
    expect(await mails()).toEqual([`admin@${server.organization.slug}.test`]);
    await revokeToken(server.app, context(), token.id);
    await check();
    expect(await current()).toEqual([]);
  });

  it('not used for 90 days; a use ends it', async () => {
    const begun = new Date(now).toISOString().slice(0, 10);
    now += 89 * DAY_MS;
    await check();
    expect(await current()).toEqual([]);
    now += 2 * DAY_MS;
    await check();
    expect(await current()).toEqual([`token.unused ${begun}`]);
    expect((await server.scim('/Users')).status).toBe(200);
    const used = () =>
      rowsOf<{ at: string | null }>(server, 'select last_used_at as at from token');
    while ((await used())[0]?.at === null) await new Promise((done) => setTimeout(done, 10));
    await check();
    expect(await current()).toEqual([]);
  });

  it('an organisation that wants none has them listed, and a suspended one is left alone', async () => {
    await make(60);
    await setNotices(server.app, context(), false);
    await server.app.registry.refresh(server.organization.id);
    now += 45 * DAY_MS;
    await check();
    expect(await current()).toEqual(['token.expiring 30']);
    expect(await mails()).toEqual([]);
  });
});
