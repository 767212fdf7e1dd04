/** Requests that began while they were allowed, and end when they are not: access ends with the moment, not with the next request. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deactivateMember, setOrgAdmin } from '../../packages/server/src/members/index.ts';
import { createOperatorKey, revokeOperatorKey } from '../../packages/server/src/operators/index.ts';
import { revokeToken } from '../../packages/server/src/tokens/index.ts';
import { addPerson, contextOf, signedIn } from '../accounts/support.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** A request whose body has come but for its last byte; resolves with the status once that is sent. */
async function begun(
  method: string,
  path: string,
  headers: readonly string[],
  body: object,
): Promise<() => Promise<number>> {
  const text = JSON.stringify(body);
  const socket = connect({ port: server.running.port, host: '127.0.0.1' });
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => {});
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...headers,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${text.slice(0, -1)}`);
  // Long enough that who asks was looked at.
  await new Promise((resolve) => setTimeout(resolve, 150));
  return async () => {
    socket.write(text.slice(-1));
    await closed;
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0);
  };
}

async function orgAdmin() {
  people += 1;
  const person = await addPerson(server, server, `late-${people}@acme.test`, true);
  const browser = await signedIn(server, person);
  const headers = [
    'Content-Type: application/json',
    'Sec-Fetch-Site: same-origin',
    `Cookie: __Host-rollcall=${browser.cookie}`,
  ];
  const email = `invited-by-${people}@acme.test`;
  const invitations = async () =>
    (await rowsOf(server, `select id from invitation where email = '${email}'`)).length;
  const invite = () => begun('POST', '/v1/console/invitations', headers, { email, orgAdmin: true });
  return { person, browser, invite, invitations };
}

describe('a body that comes late', () => {
  it('an Org Admin who is deactivated meanwhile does nothing any more', async () => {
    const { person, invite, invitations } = await orgAdmin();
    const finish = await invite();
    await deactivateMember(server.app, contextOf(server, server), person.memberId);
    expect(await finish()).toBe(401);
    expect(await invitations()).toBe(0);
  });

  it('one who is no Org Admin any more, or has signed out, neither', async () => {
    const demoted = await orgAdmin();
    const first = await demoted.invite();
    await setOrgAdmin(server.app, contextOf(server, server), demoted.person.memberId, false);
    expect(await first()).toBe(403);
    expect(await demoted.invitations()).toBe(0);
    const gone = await orgAdmin();
    const second = await gone.invite();
    await gone.browser.call('POST', '/sign-out');
    expect(await second()).toBe(401);
    expect(await gone.invitations()).toBe(0);
  });

  it('a token or a key that is revoked meanwhile writes nothing', async () => {
    const [token] = await rowsOf<{ id: string }>(
      server,
      `select id from token where organization_id = '${server.organization.id}'`,
    );
    const scim = await begun(
      'POST',
      '/v1/scim/v2/Users',
      ['Content-Type: application/scim+json', `Authorization: Bearer ${server.token}`],
      { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'late@acme.test' },
    );
    const { id, key } = await createOperatorKey(server.app, 'late', null);
    const operator = await begun(
      'POST',
      '/v1/operator/organizations/acme/groups',
      ['Content-Type: application/json', `Authorization: Bearer ${key}`],
      { name: 'Late' },
    );
    await revokeToken(server.app, contextOf(server, server), token?.id ?? '');
    await server.app.registry.refresh(server.organization.id);
    await revokeOperatorKey(server.app, id);
    expect(await scim()).toBe(401);
    expect(await operator()).toBe(401);
    expect(await rowsOf(server, "select id from resource where json like '%late@%'")).toEqual([]);
    expect(await rowsOf(server, 'select id from local_group')).toEqual([]);
  });
});
