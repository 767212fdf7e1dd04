/** OneLogin, SCIM Provisioner with SAML (SCIM v2 Core and Enterprise). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTERPRISE, USER } from '../support/scim-suite/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Body, expectError, expectOk } from './support/expect.ts';
import { openOneLogin, replaceEach } from './support/others.ts';
import type { Wire } from './support/wire.ts';

let server: TestServer;
let app: Wire;

beforeAll(async () => {
  server = await startServer({ connection: { dialect: 'onelogin' }, nodes: 2 });
  app = openOneLogin(server);
});
afterAll(() => server.close());

/** OneLogin asks for `application/json`, so that is what answers say. */
const body = async (answer: ReturnType<Wire['get']>, status: number): Promise<Body> => {
  const { status: actual, body: content, text } = await answer;
  expect(actual, text).toBe(status);
  return content;
};

describe('OneLogin', () => {
  let ann: Body;

  it('walkthrough 3.2 reads the service provider configuration on enabling', async () => {
    const config = await body(app.get('/ServiceProviderConfig'), 200);
    expect(config).toMatchObject({ patch: { supported: true }, filter: { supported: true } });
    expect(config.changePassword.supported).toBe(false);
    expect(await body(app.get('/Users?count=1'), 200)).toMatchObject({ totalResults: 0 });
  });
  it('walkthrough 3.4 creates from a template: emails as an object, no primary', async () => {
    ann = await body(
      app.post('/Users', {
        schemas: [USER, ENTERPRISE],
        userName: 'ann@onelogin.test',
        externalId: '4711',
        name: { givenName: 'Ann', familyName: 'Lee' },
        emails: { value: 'ann@onelogin.test', type: 'work' },
        phoneNumbers: { value: '1', type: 'work' },
        [ENTERPRISE]: { department: '' },
      }),
      201,
    );
    expect(ann.emails).toEqual([{ value: 'ann@onelogin.test', type: 'work' }]);
    expect(ann.phoneNumbers).toEqual([{ value: '1', type: 'work' }]);
    expect(ann.active).toBe(true);
    expect(ann[ENTERPRISE]).toEqual({ department: '' });
  });
  it('rule 6 finds the user by user name, e-mail and external id', async () => {
    for (const filter of [
      'userName eq "ann@onelogin.test"',
      'emails.value eq "ann@onelogin.test"',
      'externalId eq "4711"',
    ]) {
      const list = await body(app.get(`/Users?filter=${encodeURIComponent(filter)}`), 200);
      expect(list.Resources).toEqual([ann]);
    }
  });
  it('walkthrough 3.4 updates by PUT, emails as an object again', async () => {
    const emails = { value: 'lee@onelogin.test', type: 'work', primary: true };
    const after = await body(app.put(`/Users/${ann.id}`, { ...ann, emails }), 200);
    expect(after.emails).toEqual([emails]);
    expect(await body(app.get(`/Users/${ann.id}`), 200)).toEqual(after);
  });
  it('walkthrough 3.4 updates by PATCH, emails as an object again', async () => {
    const emails = { value: 'ann2@onelogin.test', type: 'work' };
    await body(app.patch(`/Users/${ann.id}`, replaceEach({ emails, title: 'CEO' })), 200);
    const after = await body(app.get(`/Users/${ann.id}`), 200);
    expect(after).toMatchObject({ emails: [emails], title: 'CEO' });
  });
  it.each([false, true])('walkthrough 3.4 Suspend sends active: %s', async (active) => {
    await body(app.put(`/Users/${ann.id}`, { ...ann, active }), 200);
    expect(await body(app.get(`/Users/${ann.id}`), 200)).toMatchObject({ id: ann.id, active });
  });
  it('rule 21 Delete, after which the id is 404', async () => {
    expectOk(await app.delete(`/Users/${ann.id}`), 204);
    const accept = { accept: 'application/scim+json' };
    expectError(await app.send('GET', `/Users/${ann.id}`, undefined, accept), 404);
    await body(app.get(`/Users/${ann.id}`), 404);
  });
});
