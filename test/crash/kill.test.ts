import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../support/cases.ts';
import { brokenInvariantsOfFile } from '../support/invariants.ts';
import { rollcall, type ServerProcess, startProcess } from '../support/process.ts';
import { seededRandom } from '../support/random.ts';
import { contradictions } from './verify.ts';
import { type Journal, type Target, writeUntilDeath } from './workload.ts';

const ROUNDS = cases(30);
const WRITERS = 8;
/** Users followed from round to round; older ones are let go so that checking stays quick. */
const FOLLOWED_USERS = 400;

describe('design.md §5: an acknowledged write survives a crash; an unacknowledged one is whole or absent', () => {
  const data = mkdtempSync(join(tmpdir(), 'rollcall-crash-'));
  const seed = Number(process.env.ROLLCALL_SEED ?? Date.now() % 1_000_000);
  let token = '';
  let server: ServerProcess | undefined;

  beforeAll(async () => {
    await rollcall(data, 'organization', 'create', '--name', 'Acme', '--plan', 'enterprise');
    await rollcall(
      data,
      'member',
      'create',
      '--organization',
      'acme',
      '--email',
      'a@acme.test',
      '--org-admin',
    );
    const made = await rollcall(
      data,
      ...['token', 'create', '--organization', 'acme', '--owner', 'a@acme.test'],
      ...['--name', 'crash', '--scope', 'scim:write', '--expires', 'never'],
    );
    token = String(Reflect.get(Object(made), 'token'));
  });
  afterAll(async () => {
    await server?.kill();
    rmSync(data, { recursive: true, force: true });
  });

  it(`kill -9 during writes, ${ROUNDS} rounds (seed ${seed})`, {
    timeout: ROUNDS * 20_000,
  }, async () => {
    const random = seededRandom(seed);
    const journal: Journal = { users: [], acknowledged: 0, made: 0 };
    server = await startProcess(data);
    const groupId = await createGroup(server.baseUrl, token);

    for (let round = 0; round < ROUNDS; round++) {
      const target: Target = { baseUrl: server.baseUrl, token, groupId };
      const writing = writeUntilDeath(target, journal, WRITERS, random);
      await Promise.race([sleep(50 + random() * 350), writing]);
      await Promise.all([server.kill(), writing]);
      expect(brokenInvariantsOfFile(data), `round ${round}`).toEqual([]);
      server = await startProcess(data);
      const restarted: Target = { baseUrl: server.baseUrl, token, groupId };
      expect(await contradictions(restarted, journal), `round ${round}`).toEqual([]);
      journal.users.splice(0, journal.users.length - FOLLOWED_USERS);
    }
    expect(journal.acknowledged).toBeGreaterThan(ROUNDS);
    await server.stop();
    expect(brokenInvariantsOfFile(data)).toEqual([]);
    const audit = await rollcall(data, 'audit', 'verify', '--organization', 'acme');
    expect(audit).toMatchObject({ ok: true });
  });
});

async function createGroup(baseUrl: string, token: string): Promise<string> {
  const response = await fetch(`${baseUrl}/Groups`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Everyone',
    }),
  });
  expect(response.status).toBe(201);
  return String(Reflect.get(Object(await response.json()), 'id'));
}
