/** Who has what, over the console's API: from the entry point, and from whom it was given to. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putEntryPoints } from '../../packages/server/src/permissions/index.ts';
import { addPerson, type Browser, contextOf, type Person, signedIn } from '../accounts/support.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Browser;
let mary: Person;

beforeAll(async () => {
  server = await startServer();
  const boss = await addPerson(server, server, 'boss@acme.test', true);
  mary = await addPerson(server, server, 'mary@acme.test');
  await putEntryPoints(server.app, contextOf(server, server), [
    { key: 'billing', name: 'Billing' },
    { key: 'reports', name: 'Reports' },
  ]);
  admin = await signedIn(server, boss);
});
afterAll(() => server.close());

it('an entry point tells who has a role on it, by group or directly, page by page', async () => {
  const group = (await admin.call('POST', '/groups', { name: 'Finance' })).body;
  const grant = (entryPoint: string, role: string, kind: string, id: string) =>
    admin.call('PUT', '/grants', { entryPoint, role, subject: { kind, id } });
  await grant('billing', 'viewer', 'group', group.id);
  await grant('billing', 'admin', 'member', mary.memberId);
  await grant('billing', 'viewer', 'member', server.ownerId);
  await grant('reports', 'viewer', 'member', mary.memberId);

  const groups = (await admin.call('GET', '/entry-points/billing/holders?kind=group')).body;
  expect(groups).toMatchObject({ holders: [{ role: 'viewer', name: 'Finance' }], next: null });

  const path = '/entry-points/billing/holders?kind=member&limit=1';
  const first = (await admin.call('GET', path)).body;
  const second = (await admin.call('GET', `${path}&after=${first.next}`)).body;
  const both = [...first.holders, ...second.holders];
  expect(both.map(({ subject }) => subject.id).toSorted()).toEqual(
    [mary.memberId, server.ownerId].toSorted(),
  );
  expect(both.map(({ name }) => name)).toContain('mary@acme.test');

  const own = (await admin.call('GET', `/grants?subject=${mary.memberId}`)).body.grants;
  expect(own).toMatchObject([
    { entryPoint: 'billing', role: 'admin' },
    { entryPoint: 'reports', role: 'viewer' },
  ]);
  expect((await admin.call('GET', '/entry-points/none/holders?kind=group')).status).toBe(404);
});

it('a group that is pushed is no group made here', async () => {
  const response = await server.scim('/Groups', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Pushed',
    }),
  });
  const { id } = (await response.json()) as { id: string };
  expect((await admin.call('GET', `/local-groups/${id}`)).status).toBe(409);
  expect((await admin.call('GET', '/local-groups/none')).status).toBe(404);
});
