import { compactVerify, createLocalJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSession } from '../../packages/server/src/accounts/index.ts';
import { type Clients, clientsOf } from '../permissions/support.ts';
import { command } from '../support/command.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let clients: Clients;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  clients = await clientsOf(server);
  await clients.operator('PUT', '/entry-points/crm', { name: 'CRM' });
});
afterAll(() => server.close());

const deactivate = (user: string) =>
  clients.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: false });
const activate = (user: string) =>
  clients.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: true });
const receiptsOf = async (member: string) =>
  (await clients.operator('GET', `/receipts?member=${member}`)).body.receipts;
const sessionsOf = (member: string) =>
  rowsOf<{ id: string }>(server, `select id from session where member_id = '${member}'`);

/** A person in a group that has a role, signed in, with a token of its own. */
async function employ(userName: string) {
  const user = await clients.user(userName);
  const member = await clients.memberOf(user);
  const group = await clients.group(`of ${userName}`, [user]);
  await clients.operator('PUT', '/grants', {
    subject: { kind: 'group', id: group },
    entryPoint: 'crm',
    role: 'contributor',
  });
  await signIn(member);
  const token = `token-of-${member}`;
  await server.app.writer.write(server.organization.id, async (session) => {
    await session.dynamic(
      {
        sql: `insert into token (organization_id, id, connection_id, owner_id, name, digest, hint, scopes, created_at)
          select organization_id, '${token}', null, '${member}', 'mine', ${digestOf(token)}, 'x', '[]', created_at
          from token where organization_id = '${server.organization.id}' limit 1 returning id`,
        parameters: [],
      },
      server.organization.id,
    );
  });
  return { user, member, group, token };
}

const digestOf = (text: string) => {
  const hex = Buffer.from(text).toString('hex');
  return server.databaseUrl === undefined ? `x'${hex}'` : `'\\x${hex}'::bytea`;
};

async function signIn(memberId: string): Promise<void> {
  await server.app.writer.write(server.organization.id, async (session) => {
    await startSession(session, {
      organizationId: server.organization.id,
      memberId,
      accountId: null,
      method: 'oidc',
      at: server.app.clock().toISOString(),
      address: '127.0.0.1',
      userAgent: 'test',
    });
  });
}

describe('walkthrough 3.4, design.md Promises 6: deactivated means out', () => {
  it('sessions, own tokens and permissions end with active: false; a receipt says so', async () => {
    const { user, member, token } = await employ('out@acme.test');
    expect(await clients.may(member, 'contributor', 'crm')).toBe(true);
    expect((await deactivate(user)).status).toBe(200);
    expect(await clients.may(member, 'viewer', 'crm')).toBe(false);
    expect(await sessionsOf(member)).toEqual([]);
    const [receipt, ...more] = await receiptsOf(member);
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({
      organizationId: server.organization.id,
      memberId: member,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      by: expect.stringMatching(/^token:/),
      connectionId: server.connectionId,
      ended: {
        sessions: [{ id: expect.any(String), startedAt: expect.any(String) }],
        tokens: [{ id: token }],
        permissions: [{ entryPoint: 'crm', role: 'contributor' }],
      },
    });
    const [row] = await rowsOf<{ revoked_at: string }>(
      server,
      `select revoked_at from token where id = '${token}'`,
    );
    expect(row?.revoked_at).toBe(receipt.at);
    const { body } = await clients.operator('GET', '/events?limit=1000');
    const event = body.events.find(
      (one: { type: string; subject: { id: string } }) =>
        one.type === 'member.deactivated' && one.subject.id === member,
    );
    expect(event.data).toEqual({ receiptId: receipt.id });
    expect(event.at).toBe(receipt.at);
  });

  it('reactivation restores permissions, never sessions or tokens', async () => {
    const { user, member, token } = await employ('back@acme.test');
    await deactivate(user);
    expect((await activate(user)).status).toBe(200);
    expect(await clients.may(member, 'contributor', 'crm')).toBe(true);
    expect(await sessionsOf(member)).toEqual([]);
    const revoked = await rowsOf(
      server,
      `select 1 from token where id = '${token}' and revoked_at is not null`,
    );
    expect(revoked).toHaveLength(1);
    await deactivate(user);
    expect((await receiptsOf(member)).map(({ ended }: { ended: object }) => ended)).toMatchObject([
      { sessions: [{}], tokens: [{}] },
      { sessions: [], tokens: [], permissions: [{ entryPoint: 'crm', role: 'contributor' }] },
    ]);
  });

  it('a deletion ends the same, and tells of the role that came from a group', async () => {
    const { user, member } = await employ('gone@acme.test');
    expect((await clients.scim('DELETE', `/Users/${user}`)).status).toBe(204);
    expect(await sessionsOf(member)).toEqual([]);
    expect(await receiptsOf(member)).toMatchObject([
      { ended: { sessions: [{}], permissions: [{ entryPoint: 'crm', role: 'contributor' }] } },
    ]);
  });

  it('while something else keeps the member active, nothing ends', async () => {
    const email = 'local@acme.test';
    await command(server, 'member create', {
      organization: server.organization.slug,
      email,
      emailProven: true,
    });
    const user = await clients.user(email);
    const member = await clients.memberOf(user);
    await signIn(member);
    expect((await deactivate(user)).status).toBe(200);
    expect(await sessionsOf(member)).toHaveLength(1);
    expect(await receiptsOf(member)).toEqual([]);
    await clients.operator('PUT', `/members/${member}/access`, { active: false });
    expect(await sessionsOf(member)).toEqual([]);
    expect(await receiptsOf(member)).toMatchObject([{ by: expect.stringMatching(/^operator:/) }]);
    const back = await clients.operator('PUT', `/members/${member}/access`, { active: true });
    expect(back.body).toEqual({ id: member, active: true });
  });

  it('nothing of another organisation ends, nor of another member', async () => {
    const other = await server.addTenant({ name: 'Other' });
    const { user } = await employ('one@acme.test');
    const { member: second } = await employ('two@acme.test');
    await deactivate(user);
    expect(await sessionsOf(second)).toHaveLength(1);
    const mine = await clients.operator('GET', '/receipts?limit=1');
    expect(mine.body.receipts).toHaveLength(1);
    const foreign = await fetch(
      `${server.url}/v1/operator/organizations/${other.organization.slug}/receipts/${mine.body.receipts[0].id}`,
      { headers: { authorization: `Bearer ${clients.operatorKey}` } },
    );
    expect(foreign.status).toBe(404);
  });
});

describe('deprovisioning receipts', () => {
  it('verify with the published keys, by another implementation (RFC 7515, RFC 8037)', async () => {
    const { user, member } = await employ('signed@acme.test');
    await deactivate(user);
    const [{ jws, ...receipt }] = await receiptsOf(member);
    const keys = await (await fetch(`${server.url}/v1/receipt-keys`)).json();
    const { payload, protectedHeader } = await compactVerify(
      jws,
      createLocalJWKSet(keys as Parameters<typeof createLocalJWKSet>[0]),
    );
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(receipt);
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'rollcall-receipt+jwt' });
    expect(JSON.stringify(keys)).not.toContain('"d"');
    expect(JSON.stringify(receipt)).not.toContain('@');
  });

  it('verify on the command line; what was changed, or signed by others, is found', async () => {
    const { user, member } = await employ('checked@acme.test');
    await deactivate(user);
    const [{ jws, id }] = await receiptsOf(member);
    expect(await command(server, 'receipt verify', { argument: `${jws}\n` })).toMatchObject({ id });
    const [header, payload, signature] = jws.split('.');
    const later = JSON.stringify({
      ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
      at: '2020-01-01T00:00:00.000Z',
    });
    const forged = `${header}.${Buffer.from(later).toString('base64url')}.${signature}`;
    const none = `${Buffer.from('{"alg":"none","typ":"rollcall-receipt+jwt"}').toString('base64url')}.${payload}.`;
    for (const text of [forged, none, `${none}AA`, 'x', '', `${jws}.x`, `e30.${payload}.AA`]) {
      await expect(
        command(server, 'receipt verify', { argument: text }),
        text,
      ).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('are listed page by page, and shown by their id', async () => {
    const first = await clients.operator('GET', '/receipts?limit=2');
    expect(first.body.receipts).toHaveLength(2);
    const next = await clients.operator('GET', `/receipts?limit=2&after=${first.body.next}`);
    expect(next.body.receipts[0].id > first.body.receipts[1].id).toBe(true);
    const { id } = first.body.receipts[0];
    expect((await clients.operator('GET', `/receipts/${id}`)).body).toEqual(first.body.receipts[0]);
    expect((await clients.operator('GET', '/receipts/x')).status).toBe(404);
    expect((await clients.operator('GET', '/receipts?limit=0')).status).toBe(400);
  });
});
