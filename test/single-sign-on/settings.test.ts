/** What Org Admins and operators set, and who may. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAccount,
  hashPassword,
  linkAccount,
} from '../../packages/server/src/accounts/index.ts';
import { doctor } from '../../packages/server/src/cli/commands/doctor.ts';
import { query } from '../../packages/server/src/db/index.ts';
import { createMember } from '../../packages/server/src/members/index.ts';
import { createOperatorKey } from '../../packages/server/src/operators/index.ts';
import { deleteOrganization } from '../../packages/server/src/organizations/index.ts';
import { createSecrets } from '../../packages/server/src/secrets/index.ts';
import { newAdminLink } from '../../packages/server/src/sign-in/index.ts';
import {
  deleteProvider,
  findProvider,
  linkByAdmin,
  resealSecrets,
  SSO_PROBLEMS,
  setProvider,
} from '../../packages/server/src/single-sign-on/index.ts';
import { TEST_DATABASE } from '../support/postgres.ts';
import { placesWith, rowsOf } from '../support/rows.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type ScriptedProvider,
  startScripted,
} from './scripted-provider.ts';
import { Browser, contextOf, setUp } from './support.ts';

const moveIssuer = query<{ organization: string; issuer: string }>()((db, p) =>
  db
    .updateTable('sso_provider')
    .set({ issuer: p('issuer') })
    .where('organization_id', '=', p('organization')),
);
const PASSWORD = 'walnut gravel anchor 7';
const KEY = randomBytes(32);

let server: TestServer;
let idp: ScriptedProvider;
beforeAll(async () => {
  server = await startServer({ config: { allowPrivateAddresses: true, secretKeys: [KEY] } });
  idp = await startScripted();
});
afterAll(async () => {
  await server.close();
  await idp.close();
});

/** Somebody with a password, in one organisation or more. */
async function person(
  email: string,
  tenants: readonly Tenant[],
  orgAdmin = true,
): Promise<string[]> {
  const { app } = server;
  const passwordHash = await hashPassword(PASSWORD);
  const ids: string[] = [];
  let accountId: string | undefined;
  for (const tenant of tenants) {
    const context = contextOf(server, tenant);
    const { id } = await createMember(app, context, { email, orgAdmin, emailProven: true });
    accountId = await app.writer.write(tenant.organization.id, async (session) => {
      const account = { email, passwordHash, displayName: null };
      const made = accountId ?? (await createAccount(session, account, context.at));
      await linkAccount(session, context, { accountId: made, memberId: id });
      return made;
    });
    ids.push(id);
  }
  return ids;
}

const signIn = (browser: Browser, email: string, organization?: string) =>
  browser.call('POST', '/sign-in', { email, password: PASSWORD, organization });

describe('a provider that is set up', () => {
  it('needs an issuer and a client id, and is off until it is turned on', async () => {
    const context = contextOf(server);
    await expect(setProvider(server.app, context, { clientId: 'x' })).rejects.toThrow('issuer');
    await expect(findProvider(server.app.reader, server.organization.id)).rejects.toThrow('set up');
    const { issuer } = idp;
    const made = await setProvider(server.app, context, { issuer, clientId: CLIENT_ID });
    expect(made).toMatchObject({
      ...{ issuer, name: '127.0.0.1', hasSecret: false, subjectClaim: 'sub', connectionId: null },
      ...{ enabled: false, required: false, honoursSessionExpiry: false },
    });
    expect(await new Browser(server).start()).toContain('problem=not-available');
    await deleteProvider(server.app, context);
  });

  it.each([
    'ftp://idp.example',
    'https://user:password@idp.example',
    'https://idp.example/?tenant=1',
    'https://idp.example/#x',
    'https://idp.example/.well-known/openid-configuration',
    'idp.example',
    'http://169.254.169.254',
  ])('%s is no issuer', async (issuer) => {
    await expect(
      setProvider(server.app, contextOf(server), { issuer, clientId: 'x' }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  it('Secrets on URL change: another issuer without a fresh secret is refused, and sees nothing', async () => {
    const tenant = await server.addTenant({ name: 'Url Change' });
    const context = contextOf(server, tenant);
    await setUp(server, idp, { connection: null }, tenant);
    const attacker = await startScripted();
    const { issuer } = attacker;
    await expect(setProvider(server.app, context, { issuer })).rejects.toThrow('secret anew');
    await expect(setProvider(server.app, context, { issuer: `${idp.issuer}/` })).rejects.toThrow(
      'anew',
    );
    expect((await findProvider(server.app.reader, tenant.organization.id)).issuer).toBe(idp.issuer);
    // The same by the database: the secret does not open for another issuer.
    await server.app.writer.write(tenant.organization.id, (session) =>
      session.run(moveIssuer, { organization: tenant.organization.id, issuer }),
    );
    const browser = new Browser(server);
    expect(await browser.start(tenant.organization.slug)).toContain('problem=rejected');
    expect(JSON.stringify(attacker.asked)).not.toContain('secret');
    const { checks } = await doctor(server.app);
    expect(checks.find(({ name }) => name === 'secrets')).toMatchObject({ ok: false });
    await setProvider(server.app, context, { issuer, clientSecret: 'fresh' });
    await setProvider(server.app, context, { issuer: idp.issuer, clientSecret: null });
    const freed = await setProvider(server.app, context, { issuer });
    expect(freed.hasSecret).toBe(false);
    await attacker.close();
  });

  it('secrets are sealed with the first of the keys; the others are not needed after sso reseal', async () => {
    const tenant = await server.addTenant({ name: 'Sealed' });
    await setUp(server, idp, {}, tenant);
    const fresh = randomBytes(32);
    const directory = undefined;
    const both = createSecrets({ secretKeys: [fresh, KEY], directory });
    const one = createSecrets({ secretKeys: [fresh], directory });
    const deps = (secrets: typeof both) => ({ ...server.app, secrets });
    await expect(resealSecrets(deps(one))).rejects.toThrow('not here');
    const { resealed } = await resealSecrets(deps(both));
    expect(resealed).toBeGreaterThan(0);
    expect(await resealSecrets(deps(one))).toEqual({ resealed: 0 });
    const back = createSecrets({ secretKeys: [KEY, fresh], directory });
    await resealSecrets(deps(back));
    const { checks } = await doctor(server.app);
    expect(checks.find(({ name }) => name === 'secrets')).toMatchObject({ ok: true });
    expect(await placesWith(server, CLIENT_SECRET)).toEqual([]);
  });

  it.runIf(TEST_DATABASE === 'postgres')(
    'on PostgreSQL a secret needs a key of the operator',
    async () => {
      const without = createSecrets({ secretKeys: [], directory: undefined });
      const tenant = await server.addTenant({ name: 'Keyless' });
      await expect(
        setUp({ ...server, app: { ...server.app, secrets: without } }, idp, {}, tenant),
      ).rejects.toThrow('ROLLCALL_SECRET_KEY');
      await expect(findProvider(server.app.reader, tenant.organization.id)).rejects.toThrow(
        'set up',
      );
    },
  );

  it('goes with its organisation, and with it who is who', async () => {
    const tenant = await server.addTenant({ name: 'Short Lived' });
    const { id, slug } = tenant.organization;
    await setUp(server, idp, {}, tenant);
    const given = { memberId: tenant.ownerId, subject: 'short-lived-subject' };
    await linkByAdmin(server.app, contextOf(server, tenant), given);
    await new Browser(server).start(slug);
    await deleteOrganization(server.app, slug, slug);
    for (const table of ['sso_provider', 'sso_identity', 'sso_attempt']) {
      const rows = await rowsOf(server, `select * from ${table} where organization_id = '${id}'`);
      expect(rows).toEqual([]);
    }
  });
});

describe('SSO only', () => {
  it('refuses passwords, and lets nobody lock everybody out; the link of the operator works', async () => {
    const tenant = await server.addTenant({ name: 'Only Sso' });
    const other = await server.addTenant({ name: 'With Passwords' });
    const { slug } = tenant.organization;
    const context = contextOf(server, tenant);
    const [memberId = ''] = await person('boss@both.test', [tenant, other]);
    await setUp(server, idp, {}, tenant);
    const only = (more = {}) => setProvider(server.app, context, { required: true, ...more });
    await expect(only()).rejects.toThrow('No active Org Admin is linked');
    await linkByAdmin(server.app, context, { memberId, subject: 'boss' });
    await expect(only({ enabled: false })).rejects.toThrow('turned off');
    await expect(only({ subjectClaim: 'oid' })).rejects.toThrow('No active Org Admin');
    const before = new Browser(server);
    expect((await signIn(before, 'boss@both.test', slug)).status).toBe(200);
    await only();

    const refused = await signIn(new Browser(server), 'boss@both.test', slug);
    expect(refused).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('The Provider') },
    });
    const elsewhere = new Browser(server);
    const { status } = await signIn(elsewhere, 'boss@both.test', other.organization.slug);
    expect(status).toBe(200);
    const switched = await elsewhere.call('POST', '/organizations/switch', { organization: slug });
    expect(switched.status).toBe(403);
    await expect(setProvider(server.app, context, { enabled: false })).rejects.toThrow(
      'only way in',
    );

    const browser = new Browser(server);
    expect(await browser.come(idp.authorize(await browser.start(slug), 'boss'))).toBe('/');
    expect(await browser.memberId()).toBe(memberId);
    const { code } = await newAdminLink(server.app, context, memberId);
    const inNeed = new Browser(server);
    expect((await inNeed.call('POST', '/sign-in-link', { code })).status).toBe(200);
    expect(await inNeed.memberId()).toBe(memberId);
    await setProvider(server.app, context, { required: false });
    expect(await signIn(new Browser(server), 'boss@both.test', slug)).toMatchObject({
      status: 200,
    });
  });

  it('ends sessions that it does not vouch for in the same moment, but what the operator let in', async () => {
    const tenant = await server.addTenant({ name: 'Ends Sessions' });
    const other = await server.addTenant({ name: 'Elsewhere Too' });
    const { slug } = tenant.organization;
    const context = contextOf(server, tenant);
    const [memberId = ''] = await person('ends@both.test', [tenant, other]);
    await setUp(server, idp, {}, tenant);
    const byPassword = new Browser(server);
    expect((await signIn(byPassword, 'ends@both.test', slug)).status).toBe(200);
    const byProvider = new Browser(server);
    await linkByAdmin(server.app, context, { memberId, subject: 'ends' });
    await byProvider.come(idp.authorize(await byProvider.start(slug), 'ends'));
    const byOperator = new Browser(server);
    const { code } = await newAdminLink(server.app, context, memberId);
    await byOperator.call('POST', '/sign-in-link', { code });
    const elsewhere = new Browser(server);
    await signIn(elsewhere, 'ends@both.test', other.organization.slug);
    const who = async () =>
      Promise.all(
        [byPassword, byProvider, byOperator, elsewhere].map(async (one) =>
          Boolean(await one.memberId()),
        ),
      );
    expect(await who()).toEqual([true, true, true, true]);

    // By whoever turns it on, with a password.
    const turned = await byPassword.call('PUT', '/single-sign-on', { required: true });
    expect(turned).toMatchObject({ status: 200, body: { required: true, sessionsEnded: 1 } });
    expect(await who()).toEqual([false, true, true, true]);
    // Saying it again ends nothing.
    const again = await byProvider.call('PUT', '/single-sign-on', { required: true });
    expect(again.body).toMatchObject({ sessionsEnded: 0 });

    await setProvider(server.app, context, { required: false });
    const off = await setProvider(server.app, context, { enabled: false });
    expect(off.sessionsEnded).toBe(1);
    expect(await who()).toEqual([false, false, true, true]);
    await setProvider(server.app, context, { enabled: true });
    await byProvider.come(idp.authorize(await byProvider.start(slug), 'ends'));
    expect((await deleteProvider(server.app, context)).sessionsEnded).toBe(1);
    expect(await who()).toEqual([false, false, true, true]);
    const recorded = await rowsOf<{ data: string }>(
      server,
      `select data from event where organization_id = '${tenant.organization.id}'
        and type like 'sso_provider.%' order by seq`,
    );
    const ended = recorded.map(({ data }) => JSON.parse(data).sessionsEnded);
    expect(ended).toEqual([0, 1, 0, 0, 1, 0, 1]);
  });

  it('a password that is compared while it is turned on lets nobody in', async () => {
    const tenant = await server.addTenant({ name: 'Races' });
    const { slug, id } = tenant.organization;
    const context = contextOf(server, tenant);
    const [memberId = ''] = await person('races@both.test', [tenant]);
    await setUp(server, idp, {}, tenant);
    await linkByAdmin(server.app, context, { memberId, subject: 'races' });
    for (let round = 0; round < 5; round += 1) {
      await setProvider(server.app, context, { required: false });
      const coming = signIn(new Browser(server), 'races@both.test', slug);
      await new Promise((resolve) => setTimeout(resolve, round * 10));
      await setProvider(server.app, context, { required: true });
      await coming;
      const left = `select id from session where organization_id = '${id}'`;
      expect(await rowsOf(server, left)).toEqual([]);
    }
  });

  it('promise 3: whoever a provider vouches for gets no further than its own organisation', async () => {
    const evil = await server.addTenant({ name: 'Evil' });
    const target = await server.addTenant({ name: 'Target' });
    const [inEvil = ''] = await person('both@people.test', [evil, target]);
    await setUp(server, idp, {}, evil);
    await linkByAdmin(server.app, contextOf(server, evil), { memberId: inEvil, subject: 'victim' });
    const browser = new Browser(server);
    expect(await browser.come(idp.authorize(await browser.start('evil'), 'victim'))).toBe('/');
    expect(await browser.memberId()).toBe(inEvil);
    const organization = target.organization.slug;
    expect((await browser.call('POST', '/organizations/switch', { organization })).status).toBe(
      404,
    );
    const fresh = { old: PASSWORD, new: 'another long password 9' };
    expect((await browser.call('PUT', '/password', fresh)).status).toBeGreaterThanOrEqual(400);
    const { body } = await browser.call('GET', '/me');
    expect(JSON.stringify(body)).not.toContain('Target');
  });
});

describe('problems', () => {
  it('are all in the guide, in one form', () => {
    const guide = readFileSync(new URL('../../docs/single-sign-on.md', import.meta.url), 'utf8');
    const [, table = ''] = guide.split('| Problem | Means |');
    const documented = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
    expect(documented).toEqual(Object.keys(SSO_PROBLEMS));
  });
});

describe('Authorisation: who sets it', () => {
  const provider = () => ({ issuer: idp.issuer, clientId: 'new', clientSecret: 'typed-secret-9x' });

  it('Org Admins in the console, who have proven to be the one; the secret is never in an answer', async () => {
    const tenant = await server.addTenant({ name: 'Console' });
    await person('boss@console.test', [tenant]);
    await person('plain@console.test', [tenant], false);
    const plain = new Browser(server);
    await signIn(plain, 'plain@console.test');
    for (const [method, path] of [
      ['GET', '/single-sign-on'],
      ['PUT', '/single-sign-on'],
      ['DELETE', '/single-sign-on'],
      ['POST', '/single-sign-on/test'],
      ['POST', `/members/${tenant.ownerId}/identities`],
    ] as const) {
      const body = method === 'GET' ? undefined : {};
      expect([path, (await plain.call(method, path, body)).status]).toEqual([path, 403]);
    }
    const boss = new Browser(server);
    await signIn(boss, 'boss@console.test');
    const { body: nothing } = await boss.call('GET', '/single-sign-on');
    expect(nothing).toEqual({ provider: null, redirectUri: expect.stringContaining('/callback') });
    const put = await boss.call('PUT', '/single-sign-on', provider());
    expect(put).toMatchObject({ status: 200, body: { clientId: 'new', hasSecret: true } });
    const got = await boss.call('GET', '/single-sign-on');
    expect(JSON.stringify([put, got])).not.toContain('typed-secret-9x');
    for (const bad of [
      { subjectClaim: 'email' },
      { subjectClaim: 'aud' },
      { subjectClaim: 'Preferred_Username' },
      { clientSecret: '' },
      { clientSecret: 'with space' },
      { issuer: 'https://a.example', extra: 1 },
      { enabled: 'yes' },
    ]) {
      expect((await boss.call('PUT', '/single-sign-on', bad)).status).toBe(400);
    }
    const wrong = await boss.call('PUT', '/single-sign-on', { connection: 'no such' });
    expect(wrong.status).toBe(404);
    const tested = await boss.call('POST', '/single-sign-on/test', {});
    expect(tested.body).toMatchObject({ ok: true });
    const member = `/members/${tenant.ownerId}/identities`;
    const linked = await boss.call('POST', member, { subject: 'somebody' });
    expect(linked.status).toBe(200);
    expect((await boss.call('GET', member)).body).toMatchObject({
      identities: [{ subject: 'somebody' }],
    });
    expect((await boss.call('DELETE', `${member}/${linked.body.id}`)).status).toBe(204);
    expect((await boss.call('POST', member, { subject: 'somebody' })).status).toBe(200);
    // Members of others are not there.
    const foreign = `/members/${server.ownerId}/identities`;
    expect((await boss.call('GET', foreign)).status).toBe(404);
    expect((await boss.call('POST', foreign, { subject: 'x' })).status).toBe(404);
    expect((await boss.call('DELETE', '/single-sign-on')).status).toBe(204);
    expect((await boss.call('DELETE', '/single-sign-on')).status).toBe(404);
    expect((await boss.call('GET', member)).body).toEqual({ identities: [] });
  });

  it('the operator, over the API', async () => {
    const tenant = await server.addTenant({ name: 'Operated' });
    const { key } = await createOperatorKey(server.app, 'test', null);
    const path = `/v1/operator/organizations/${tenant.organization.id}/single-sign-on`;
    const ask = async (method: string, body?: object) => {
      const response = await fetch(server.url + path, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, text: await response.text() };
    };
    expect((await ask('GET')).status).toBe(404);
    const put = await ask('PUT', provider());
    expect(put.status).toBe(200);
    expect(JSON.parse(put.text)).toMatchObject({ clientId: 'new', hasSecret: true });
    expect((await ask('GET')).text).not.toContain('typed-secret-9x');
    expect((await ask('PUT', { issuer: 'https://idp.example' })).status).toBe(400);
    expect((await ask('DELETE')).status).toBe(204);
    expect(await placesWith(server, 'typed-secret-9x')).toEqual([]);
  });
});
