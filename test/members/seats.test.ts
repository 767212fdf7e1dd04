import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMember,
  deactivateMember,
  linkClaim,
  listClaims,
  seatUse,
  separateClaim,
  undoClaim,
} from '../../packages/server/src/members/index.ts';
import { setSeats } from '../../packages/server/src/organizations/index.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { startServer, type TestServer } from '../support/server.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
});
afterAll(() => server.close());

const context = () => ({
  organizationId: server.organization.id,
  actor: { kind: 'cli', id: 'test' } as const,
  at: server.app.clock().toISOString(),
});
const taken = async () => (await seatUse(server.app.reader, server.organization.id)).activeMembers;
/** Leaves so many seats free. */
const leave = async (free: number) => setSeats(server.app, context(), (await taken()) + free);
const unlimited = () => setSeats(server.app, context(), null);
const local = (email: string, emailProven = false) =>
  createMember(server.app, context(), { email, emailProven, orgAdmin: false });

async function send(method: string, path: string, body?: object) {
  const response = await server.scim(path, {
    method,
    headers: { 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : Object(JSON.parse(text)) };
}
const push = (userName: string, active = true) =>
  send('POST', '/Users', { schemas: [USER], userName, active });
const setActive = (id: string, active: boolean) =>
  send('PATCH', `/Users/${id}`, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', value: { active } }],
  });

describe('seats: a limit on active members, by every door', () => {
  it('SCIM: the last seat is given, the next person refused with what to do', async () => {
    await leave(1);
    const last = await push('last@a.test');
    expect(last.status).toBe(201);
    const refused = await push('refused@a.test');
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toMatch(/All \d+ seats of "Acme" \(plan Enterprise\) are taken/);
    // Nothing of it is there.
    const found = await send('GET', '/Users?filter=userName eq "refused@a.test"');
    expect(found.body.totalResults).toBe(0);
    // Somebody who is not active takes no seat; changes and deprovisioning go on.
    const inactive = await push('inactive@a.test', false);
    expect(inactive.status).toBe(201);
    expect((await setActive(inactive.body.id, true)).status).toBe(403);
    expect((await setActive(last.body.id, false)).status).toBe(200);
    expect((await setActive(inactive.body.id, true)).status).toBe(200);
    expect((await setActive(last.body.id, true)).status).toBe(403);
    expect((await send('DELETE', `/Users/${inactive.body.id}`)).status).toBe(204);
    expect((await setActive(last.body.id, true)).status).toBe(200);
    await unlimited();
    expect((await push('refused@a.test')).status).toBe(201);
  });

  it('a local member takes one, and gives it back once', async () => {
    await leave(1);
    const { id } = await local('local@a.test');
    await expect(local('more@a.test')).rejects.toThrow(/seats of "Acme"/);
    await deactivateMember(server.app, context(), id);
    await deactivateMember(server.app, context(), id);
    await local('more@a.test');
    await expect(local('one-more@a.test')).rejects.toThrow(/seats/);
    await unlimited();
  });

  it('two users of one member take one seat', async () => {
    const before = await taken();
    const { id } = await local('both@a.test', true);
    const user = await push('both@a.test');
    expect(await taken()).toBe(before + 1);
    await deactivateMember(server.app, context(), id);
    expect(await taken()).toBe(before + 1);
    await setActive(user.body.id, false);
    expect(await taken()).toBe(before);
  });

  it('a claim takes one when it is decided, and gives it back when that is undone', async () => {
    await local('claimed@a.test');
    const before = await taken();
    await push('claimed@a.test');
    expect(await taken()).toBe(before);
    const [claim] = await listClaims(server.app.reader, server.organization.id, {
      waitingOnly: true,
    });
    const id = String(claim?.id);
    await leave(0);
    await expect(separateClaim(server.app, context(), id)).rejects.toThrow(/seats/);
    await linkClaim(server.app, context(), id, undefined);
    expect(await taken()).toBe(before);
    await undoClaim(server.app, context(), id);
    await unlimited();
    await separateClaim(server.app, context(), id);
    expect(await taken()).toBe(before + 1);
    await undoClaim(server.app, context(), id);
    expect(await taken()).toBe(before);
  });

  it('a race for the last seats of two nodes ends with none too many', async () => {
    await leave(5);
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => (await push(`racer${n}@a.test`)).status),
    );
    expect(statuses.filter((status) => status === 201).length).toBe(5);
    expect(statuses.filter((status) => status === 403).length).toBe(35);
    await unlimited();
  });

  it('the count is that of the active members, whatever happened', async () => {
    expect(await brokenInvariants(server)).toEqual([]);
  });
});
