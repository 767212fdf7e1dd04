/** PostgreSQL alone: the embedded database has one node. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setConnection } from '../../packages/server/src/connections/index.ts';
import { setPlan } from '../../packages/server/src/organizations/index.ts';
import { createToken, revokeToken } from '../../packages/server/src/tokens/index.ts';
import { cases } from '../support/cases.ts';
import { startNode, startServer, type TestNode, type TestServer } from '../support/server.ts';

const ROUNDS = cases(50);
/** Promise 6 of the design. */
const WITHIN_MS = 1000;

let server: TestServer;
let second: TestNode;
beforeAll(async () => {
  server = await startServer();
  second = await startNode(server);
});
afterAll(async () => {
  await second.close();
  await server.close();
});

const OPERATOR = Object.freeze({ kind: 'cli', id: 'test' });

function makeToken(name: string) {
  return createToken(server.app, context(), {
    connectionId: server.connectionId,
    ownerId: server.ownerId,
    name,
    scopes: ['scim:write'],
    expiresAt: null,
  });
}

function context() {
  const { organization, app } = server;
  return { organizationId: organization.id, actor: OPERATOR, at: app.clock().toISOString() };
}

/** What the second node answers. */
async function statusOf(method: string, path: string, token: string): Promise<number> {
  const answer = await second.scim(path, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  await answer.body?.cancel();
  return answer.status;
}

/** Milliseconds until the second node answers so. */
function until(status: number, token: string): Promise<number> {
  return untilSo(async () => (await statusOf('GET', '/Users?count=0', token)) === status);
}

/** Milliseconds. */
async function untilSo(isSo: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  for (;;) {
    const answer = await isSo();
    const elapsed = performance.now() - started;
    if (answer) return elapsed;
    if (elapsed > 10 * WITHIN_MS) throw new Error('It did not come to pass.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('design.md §5 Deactivated means out within a second, on every node', () => {
  it(`a new token works and a revoked one does not, ${ROUNDS} rounds`, {
    timeout: 600_000,
  }, async () => {
    let longest = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { token, id } = await makeToken(`round ${round}`);
      longest = Math.max(longest, await until(200, token));
      await revokeToken(server.app, context(), id);
      longest = Math.max(longest, await until(401, token));
    }
    expect(longest).toBeLessThan(WITHIN_MS);
  });

  it('a plan without groups and groups switched off are known to the other node', async () => {
    const { token, id } = await makeToken('settings');
    await until(200, token);
    const groups = () => statusOf('GET', '/Groups?count=0', token);
    expect(await groups()).toBe(200);
    await setConnection(server.app, context(), server.connectionId, { groupsEnabled: false });
    expect(await untilSo(async () => (await groups()) === 403)).toBeLessThan(WITHIN_MS);
    await setConnection(server.app, context(), server.connectionId, { groupsEnabled: true });
    expect(await untilSo(async () => (await groups()) === 200)).toBeLessThan(WITHIN_MS);
    await setPlan(server.app, context(), 'team', null);
    expect(await untilSo(async () => (await groups()) === 403)).toBeLessThan(WITHIN_MS);
    await setPlan(server.app, context(), 'enterprise', null);
    expect(await untilSo(async () => (await groups()) === 200)).toBeLessThan(WITHIN_MS);
    await revokeToken(server.app, context(), id);
  });

  it('also after the connection that listens was cut', async () => {
    const { token, id } = await makeToken('cut');
    await until(200, token);
    const admin = new pg.Client({ connectionString: server.databaseUrl });
    await admin.connect();
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rollcall-listener'",
    );
    await admin.end();
    await revokeToken(server.app, context(), id);
    expect(await until(401, token)).toBeLessThan(2 * WITHIN_MS);
  });
});
