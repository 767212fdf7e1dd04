import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../support/cases.ts';
import { brokenInvariantsOfFile } from '../support/invariants.ts';
import { type ServerProcess, startProcess } from '../support/process.ts';
import { seededRandom } from '../support/random.ts';
import { createGroup, expectWholeAudit, makeAcme } from './acme.ts';
import { acknowledged, createJournal, figures, forgetOld } from './journal.ts';
import { contradictions } from './verify.ts';
import { startWriting } from './workload.ts';

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
    token = await makeAcme(data);
  });
  afterAll(async () => {
    await server?.kill();
    rmSync(data, { recursive: true, force: true });
  });

  it(`kill -9 during writes, ${ROUNDS} rounds (seed ${seed})`, {
    timeout: ROUNDS * 20_000,
  }, async () => {
    const random = seededRandom(seed);
    const journal = createJournal();
    server = await startProcess(data);
    const groupId = await createGroup({ baseUrl: server.baseUrl, token });

    for (let round = 0; round < ROUNDS; round++) {
      const target = { baseUrl: server.baseUrl, token, groupId };
      const load = startWriting(() => [target], journal, WRITERS, random);
      await sleep(50 + random() * 350);
      await server.kill();
      await load.stop();
      expect(journal, `round ${round}`).toMatchObject({ faults: [], refused: 0 });
      expect(brokenInvariantsOfFile(data), `round ${round}`).toEqual([]);
      server = await startProcess(data);
      const restarted = { baseUrl: server.baseUrl, token, groupId };
      expect(await contradictions(restarted, journal), `round ${round}`).toEqual([]);
      forgetOld(journal, FOLLOWED_USERS);
    }
    expect(acknowledged(journal)).toBeGreaterThan(ROUNDS);
    await server.stop();
    expect(brokenInvariantsOfFile(data)).toEqual([]);
    await expectWholeAudit(data);
    console.log(figures(journal));
  });
});
