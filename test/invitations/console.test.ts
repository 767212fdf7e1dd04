/** Invitations over the console's API: the two ends of a link, and what Org Admins do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../packages/server/src/accounts/index.ts';
import { createMember } from '../../packages/server/src/members/index.ts';
import type { Tenant } from '../support/server.ts';
import { openWorld, PASSWORD, type World } from './support.ts';

const JANE = 'jane@acme.test';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

interface Sent {
  readonly body?: object;
  readonly cookie?: string;
}

async function send(method: string, path: string, { body, cookie }: Sent = {}) {
  const { url } = world.server;
  const response = await fetch(`${url}/v1/console${path}`, {
    method,
    headers: {
      origin: url,
      ...(cookie === undefined ? {} : { cookie: `__Host-rollcall=${cookie}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    cookie: /^__Host-rollcall=([\w-]{43});/.exec(response.headers.get('set-cookie') ?? '')?.[1],
    retryAfter: response.headers.get('retry-after'),
  };
}
const post = (path: string, body: object, cookie?: string) =>
  send('POST', path, { body, ...(cookie === undefined ? {} : { cookie }) });

/** A session that began a moment ago. */
function signIn(memberId: string, tenant: Tenant = world.server): Promise<string> {
  const { app } = world.server;
  const organizationId = tenant.organization.id;
  return app.writer.write(organizationId, (session) =>
    startSession(session, {
      ...{ organizationId, memberId, accountId: null, method: 'setup', address: '', userAgent: '' },
      at: app.clock().toISOString(),
    }),
  );
}

async function invited(address = JANE): Promise<string> {
  await world.push(address);
  await world.deliver();
  return world.codesTo(address).at(-1) ?? '';
}

describe('walkthrough 4.1: the link in a browser', () => {
  it('shows whose invitation it is, takes a password, and signs in', async () => {
    const code = await invited();
    const looked = await post('/invitations/look', { code });
    expect(looked).toMatchObject({
      status: 200,
      body: { organization: { name: 'Acme' }, email: JANE, needs: 'newAccount' },
    });
    const short = await post('/invitations/accept', { code, password: 'short' });
    expect(short).toMatchObject({ status: 400, cookie: undefined });
    const accepted = await post('/invitations/accept', { code, password: PASSWORD });
    expect(accepted.status).toBe(200);
    const { cookie = '' } = accepted;
    expect(await send('GET', '/me', { cookie })).toMatchObject({ status: 200 });
    expect(await post('/sign-in', { email: JANE, password: PASSWORD })).toMatchObject({
      status: 200,
      body: { signedIn: true },
    });
    const again = [
      await post('/invitations/look', { code }),
      await post('/invitations/accept', { code, password: PASSWORD }),
    ];
    for (const { status, body } of again) {
      expect(status).toBe(410);
      expect(body.detail).toContain('ask your administrator for a new invitation');
    }
  });

  it('of an address that has an account: its password, or its session, and no other', async () => {
    const other = await world.server.addTenant({
      name: 'Other',
      connection: { invitations: 'send' },
    });
    const first = await post('/invitations/accept', { code: await invited(), password: PASSWORD });
    const stranger = await post('/invitations/accept', {
      code: await invited('stranger@acme.test'),
      password: PASSWORD,
    });
    await world.push(JANE, {}, other.token);
    await world.deliver();
    const code = world.codesTo(JANE).at(-1) ?? '';
    expect((await post('/invitations/look', { code })).body).toMatchObject({ needs: 'signIn' });
    const wrong = await post('/invitations/accept', { code, password: 'some wrong long password' });
    expect(wrong).toMatchObject({ status: 401, cookie: undefined });
    expect((await post('/invitations/accept', { code }, stranger.cookie)).status).toBe(400);
    const joined = await post('/invitations/accept', { code }, first.cookie);
    expect(joined.status).toBe(200);
    const me = await send('GET', '/me', { cookie: joined.cookie ?? '' });
    expect(me.body).toMatchObject({ organization: { name: 'Other' } });
  });

  it('whoever tries links that are not good has to wait, as for passwords', async () => {
    const code = await invited();
    const tries: number[] = [];
    for (let n = 0; n < 60; n++) {
      const { status } = await post('/invitations/look', { code: `${code}${n}` });
      tries.push(status);
    }
    expect(tries.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => 410));
    expect(tries.at(-1)).toBe(429);
    expect((await post('/invitations/look', { code })).retryAfter).toMatch(/^\d+$/);
    world.clock.now += 60_000;
    expect((await post('/invitations/look', { code })).status).toBe(200);
  });

  it('another site, and a body of another type, are refused before the link is used', async () => {
    const code = await invited();
    const response = await fetch(`${world.server.url}/v1/console/invitations/accept`, {
      method: 'POST',
      headers: { origin: 'https://evil.test', 'content-type': 'application/json' },
      body: JSON.stringify({ code, password: PASSWORD }),
    });
    expect(response.status).toBe(403);
    expect((await post('/invitations/look', { code })).status).toBe(200);
  });
});

describe('walkthrough 4.1: an Org Admin holds, previews, releases, sends again and withdraws', () => {
  it('each by its endpoint', async () => {
    const cookie = await signIn(world.server.ownerId);
    const made = await post('/invitations', { email: 'new@acme.test', isHeld: true }, cookie);
    expect(made).toMatchObject({ status: 200, body: { state: 'held' } });
    const one = `/invitations/${made.body.id}`;
    expect((await send('GET', '/invitations/preview', { cookie })).body).toMatchObject({
      recipients: 1,
    });
    expect((await send('GET', `${one}/preview`, { cookie })).body.plainBody).toContain(
      'new@acme.test',
    );
    expect((await post('/invitations/release', {}, cookie)).body).toMatchObject({ released: 1 });
    expect((await send('POST', `${one}/resend`, { cookie })).body).toMatchObject({
      state: 'pending',
    });
    expect((await send('POST', `${one}/release`, { cookie })).status).toBe(409);
    expect(
      (await send('GET', '/invitations?state=pending', { cookie })).body.invitations,
    ).toHaveLength(1);
    expect((await send('GET', one, { cookie })).body).toMatchObject({
      invitedBy: `member:${world.server.ownerId}`,
    });
    expect((await send('POST', `${one}/withdraw`, { cookie })).body).toMatchObject({
      state: 'withdrawn',
    });
    const csv = 'email\nx@acme.test\nnobody';
    expect((await post('/invitations/import', { csv }, cookie)).body.lines).toMatchObject([
      { result: 'invited' },
      { result: 'refused' },
    ]);
    // A link to hand over counts as proof of an address: it is the operator's alone.
    expect((await send('POST', `${one}/link`, { cookie })).status).toBe(404);
  });

  it('A4 and D1: members who are none, and Org Admins elsewhere, do none of it', async () => {
    const made = await post('/invitations', { email: JANE }, await signIn(world.server.ownerId));
    const { id } = await createMember(world.server.app, world.context(), {
      ...{ email: 'member@acme.test', orgAdmin: false, emailProven: true },
    });
    const other = await world.server.addTenant({ name: 'Other' });
    const member = await signIn(id);
    const elsewhere = await signIn(other.ownerId, other);
    const one = `/invitations/${made.body.id}`;
    const all = ['/invitations', '/invitations/preview', one, `${one}/preview`];
    for (const path of all) {
      expect((await send('GET', path)).status).toBe(401);
      expect((await send('GET', path, { cookie: member })).status).toBe(403);
    }
    for (const action of ['release', 'resend', 'withdraw']) {
      expect((await send('POST', `${one}/${action}`)).status).toBe(401);
      expect((await send('POST', `${one}/${action}`, { cookie: member })).status).toBe(403);
      expect((await send('POST', `${one}/${action}`, { cookie: elsewhere })).status).toBe(404);
    }
    expect((await send('GET', one, { cookie: elsewhere })).status).toBe(404);
    expect((await send('GET', '/invitations', { cookie: elsewhere })).body.invitations).toEqual([]);
    expect(await world.invitations()).toMatchObject([{ state: 'pending', generation: 1 }]);
  });

  it('ASVS 7.5.3: making one needs the password again', async () => {
    const cookie = await signIn(world.server.ownerId);
    world.clock.now += 11 * 60_000;
    const refused = await post('/invitations', { email: JANE }, cookie);
    expect(refused).toMatchObject({
      status: 403,
      body: { type: 'urn:rollcall:problem:proof-needed' },
    });
    expect(await world.invitations()).toEqual([]);
  });
});
