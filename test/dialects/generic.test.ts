/** curl and home-made scripts, as the documentation shows them, and other small clients. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GROUP, PATCH_OP, USER } from '../support/scim-suite/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Body, expectCreated, expectError, expectOk, expectPage } from './support/expect.ts';
import { openCurl } from './support/others.ts';
import type { Wire } from './support/wire.ts';

let server: TestServer;
let curl: Wire;

beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  curl = openCurl(server);
});
afterAll(() => server.close());

describe('curl', () => {
  let ann: Body;
  const find = (user: string) => curl.get(`/Users?filter=userName+eq+%22${user}%22`);

  it('walkthrough 3.2 the lookup of the documentation', async () => {
    expectPage(await find('ann@acme.test'), { totalResults: 0 });
  });
  it('walkthrough 4.1 the create of the documentation', async () => {
    ann = expectCreated(
      await curl.post('/Users', {
        schemas: [USER],
        userName: 'ann@acme.test',
        name: { givenName: 'Ann', familyName: 'Lee' },
        emails: [{ value: 'ann@acme.test', type: 'work', primary: true }],
      }),
    );
    expect(ann.active).toBe(true);
    for (const name of ['ann@acme.test', 'ANN%40acme.test']) {
      expect(expectPage(await find(name), { totalResults: 1 })).toEqual([ann]);
    }
  });
  it('rule 16 a plus in a name is sent as %2B', async () => {
    const userName = 'ann+test@acme.test';
    const { id } = expectCreated(await curl.post('/Users', { schemas: [USER], userName }));
    const [found] = expectPage(await find('ann%2Btest@acme.test'), { totalResults: 1 });
    expect(found?.id).toBe(id);
    expectPage(await find('ann+test@acme.test'), { totalResults: 0 });
  });
  it('rule 24 a PATCH without schemas', async () => {
    const operation = { op: 'replace', path: 'title', value: 'Boss' };
    const after = expectOk(await curl.patch(`/Users/${ann.id}`, { Operations: [operation] }), 200);
    expect(after.title).toBe('Boss');
  });
  it.each([
    'application/scim+json',
    'application/json',
    'application/scim+json; charset=utf-8',
    'application/json;charset=UTF-8',
  ])('rule 15 takes a body of type %s', async (type) => {
    const body = { schemas: [USER], userName: `${type}@acme.test` };
    const answer = await curl.send('POST', '/Users', body, { 'content-type': type });
    expectCreated(answer);
  });
  it('rule 15 refuses what is no JSON with 415', async () => {
    const body = { schemas: [USER], userName: 'xml@acme.test' };
    const answer = await curl.send('POST', '/Users', body, { 'content-type': 'text/xml' });
    expectError(answer, 415);
    expectPage(await find('xml@acme.test'), { totalResults: 0 });
  });
  it('rule 4 every refusal is a SCIM error with a detail', async () => {
    expectError(await curl.send('GET', '/Users', undefined, { authorization: '' }), 401);
    expectError(await curl.get('/Nothing'), 404);
    expectError(await curl.put('/Users', {}), 405);
    expectError(await curl.post('/Users', []), 400, 'invalidSyntax');
  });
  it('walkthrough 2.5 nothing in the base path needs an underscore or a query', () => {
    expect(server.baseUrl).toMatch(/\/v1\/scim\/v2$/);
  });
});

describe('Keycloak through community extensions', () => {
  it('rule 10 replaces the whole list, and removes all with value null', async () => {
    const { id } = expectCreated(await curl.post('/Users', { schemas: [USER], userName: 'kc' }));
    const group = expectCreated(
      await curl.post('/Groups', { schemas: [GROUP], displayName: 'realm', externalId: 'kc-1' }),
    );
    const patch = (operation: object) =>
      curl.patch(`/Groups/${group.id}`, { schemas: [PATCH_OP], Operations: [operation] });
    const count = async () => expectOk(await curl.get(`/Groups/${group.id}`), 200).members.length;
    expectOk(await patch({ op: 'replace', path: 'members', value: [{ value: id }] }), 204);
    expect(await count()).toBe(1);
    expectOk(await patch({ op: 'remove', path: 'members', value: null }), 204);
    expect(await count()).toBe(0);
  });
});

describe('Rippling and Duo', () => {
  it('rule 6 looks up by e-mail alone, deactivates, deletes', async () => {
    const emails = [{ value: 'dee@acme.test', type: 'work' }];
    const user = expectCreated(
      await curl.post('/Users', { schemas: [USER], userName: 'dee', emails }),
    );
    for (const filter of ['emails eq "dee@acme.test"', 'emails.value eq "DEE@acme.test"']) {
      const list = await curl.get(`/Users?filter=${encodeURIComponent(filter)}`);
      expect(expectPage(list, { totalResults: 1 })[0]?.id).toBe(user.id);
    }
    const off = { op: 'replace', path: 'active', value: false };
    expectOk(
      await curl.patch(`/Users/${user.id}`, { schemas: [PATCH_OP], Operations: [off] }),
      200,
    );
    expectOk(await curl.delete(`/Users/${user.id}`), 204);
    expectError(await curl.get(`/Users/${user.id}`), 404);
  });
});
