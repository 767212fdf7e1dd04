/** Personal access tokens by the console's API: what their list says (walkthrough 2.5), and who answers for them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deactivateMember } from '../../packages/server/src/members/index.ts';
import { until } from '../mail/support.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { addPerson, type Browser, contextOf, type Person, signedIn } from './support.ts';

const SCIM = '/v1/scim/v2';

let server: TestServer;
let jane: Person;
let browser: Browser;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  jane = await addPerson(server, server, 'jane@acme.test', true);
  browser = await signedIn(server, jane);
});
afterAll(() => server.close());

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly owner: { readonly name: string; readonly left: boolean } | null;
  readonly lastUsedFrom: string | null;
}

const list = async () => (await browser.call('GET', '/tokens')).body;
const named = async (name: string) =>
  ((await list()).tokens as Listed[]).filter((token) => token.name === name);
const make = (by: Browser, name: string) =>
  by.call('POST', '/tokens', { name, scope: 'scim:read', expiresAt: null });

it('2.5: the list says who owns a token, and from where it was last used', async () => {
  const { status, body } = await make(browser, 'reports');
  expect(status).toBe(200);
  expect(await named('reports')).toMatchObject([
    { owner: { name: 'jane@acme.test', left: false }, lastUsedAt: null, lastUsedFrom: null },
  ]);
  const headers = { authorization: `Bearer ${body.token}` };
  expect((await server.scim('/Users?count=2', { headers })).status).toBe(200);
  await until(async () => (await named('reports'))[0]?.lastUsedFrom === '127.0.0.1');
  expect(JSON.stringify(await list())).not.toContain(body.token);
});

it('beside the tokens it has what else an identity provider asks for, and how many may be usable', async () => {
  const { baseUrl, activePerPurpose } = await list();
  expect(new URL(baseUrl).pathname).toBe(SCIM);
  expect(activePerPurpose).toBe(2);
});

it('a token goes on when its owner leaves, says so, and is that of whoever rotates it', async () => {
  const gone = await addPerson(server, server, 'gone@acme.test', true);
  const { body } = await make(await signedIn(server, gone), 'left behind');
  await deactivateMember(server.app, contextOf(server, server), gone.memberId);
  expect(await named('left behind')).toMatchObject([{ owner: { left: true } }]);
  const given = { expiresAt: null, overlapHours: 0 };
  const rotated = await browser.call('POST', `/tokens/${body.id}/rotate`, given);
  expect(rotated.body).toMatchObject({ ownerId: jane.memberId, rotatedFrom: body.id });
  const owners = (await named('left behind')).map(({ owner }) => owner?.name);
  expect(owners.toSorted()).toEqual(['gone@acme.test', 'jane@acme.test']);
});

it('an error about a password says which one it is about', async () => {
  const change = async (old: string, fresh: string) => {
    const { status, body } = await browser.call('PUT', '/password', { old, new: fresh });
    return `${status} ${body.type}`;
  };
  expect(await change('walnut gravel anchor 7', 'short')).toBe(
    '400 urn:rollcall:problem:weak-password',
  );
  expect(await change('another', 'seven boats under 1 roof')).toBe(
    '403 urn:rollcall:problem:wrong-password',
  );
});
