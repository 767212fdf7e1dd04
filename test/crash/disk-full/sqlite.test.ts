import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../support/cases.ts';
import { brokenInvariantsOfFile } from '../../support/invariants.ts';
import { waitUntil } from '../../support/pg-cluster/pg-server.ts';
import { type ServerProcess, startProcess } from '../../support/process.ts';
import { seededRandom } from '../../support/random.ts';
import { noSmallDisk, SmallDisk } from '../../support/small-disk.ts';
import { createGroup, expectWholeAudit, makeAcme } from '../acme.ts';
import { acknowledged, createJournal, figures, forgetOld } from '../journal.ts';
import type { Target } from '../send.ts';
import { contradictions } from '../verify.ts';
import { startWriting } from '../workload.ts';
import { expectReads } from './reads.ts';

const ROUNDS = cases(1);
const DISK_MEGABYTES = 48;
const WRITERS = 8;
const FOLLOWED_USERS = 400;
/** How soon after space is free writes are taken, milliseconds. */
const RECOVERED_MS = 10_000;
const UNLIMITED = ['--requests-per-second', '1000000', '--burst', '1000000'];
const obstacle = noSmallDisk();
if (obstacle !== undefined) console.warn(`NOT TESTED: a full disk under SQLite: ${obstacle}`);

describe.skipIf(obstacle !== undefined)(
  'design.md §5: an acknowledged write survives a full disk, on SQLite',
  () => {
    const seed = Number(process.env.ROLLCALL_SEED ?? Date.now() % 1_000_000);
    let disk: SmallDisk;
    let server: ServerProcess | undefined;
    let elsewhere: string | undefined;
    beforeAll(() => {
      disk = SmallDisk.mount(DISK_MEGABYTES);
    });
    afterAll(async () => {
      await server?.kill();
      disk.close();
      if (elsewhere !== undefined) rmSync(elsewhere, { recursive: true, force: true });
    });

    async function start(data: string): Promise<Target> {
      const token = await makeAcme(data);
      server = await startProcess(data, ...UNLIMITED);
      const groupId = await createGroup({ baseUrl: server.baseUrl, token });
      return { baseUrl: server.baseUrl, token, groupId };
    }

    it(`the disk of the data directory, ${ROUNDS} rounds (seed ${seed}): writes are refused, reads go on`, {
      timeout: ROUNDS * 60_000,
    }, async () => {
      const random = seededRandom(seed);
      const data = join(disk.path, 'data');
      const target = await start(data);
      const journal = createJournal();
      let slowest = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const load = startWriting(() => [target], journal, WRITERS, random);
        await sleep(100 + random() * 400);
        disk.fill();
        const { refused } = journal;
        await waitUntil('writes are refused', async () => journal.refused > refused);
        await expectReads(target);
        await sleep(random() * 1000);
        disk.free();
        const [freed, before] = [performance.now(), acknowledged(journal)];
        await waitUntil('writes are taken', async () => acknowledged(journal) > before + WRITERS);
        slowest = Math.max(slowest, performance.now() - freed);
        await load.stop();
        expect(journal.faults, `round ${round}`).toEqual([]);
        expect(brokenInvariantsOfFile(data), `round ${round}`).toEqual([]);
        expect(await contradictions(target, journal), `round ${round}`).toEqual([]);
        forgetOld(journal, FOLLOWED_USERS);
      }
      await server?.stop();
      await expectWholeAudit(data);
      console.log(`${figures(journal)}; the slowest recovery took ${Math.round(slowest)} ms`);
      expect(slowest).toBeLessThan(RECOVERED_MS);
    });

    it('the disk of the activity log: service goes on', { timeout: 60_000 }, async () => {
      elsewhere = mkdtempSync(join(tmpdir(), 'rollcall-full-'));
      const data = elsewhere;
      const logs = join(disk.path, 'logs');
      mkdirSync(logs);
      symlinkSync(join(logs, 'activity.db'), join(data, 'activity.db'));
      const target = await start(data);
      const journal = createJournal();
      const load = startWriting(() => [target], journal, WRITERS, seededRandom(seed));
      await sleep(500);
      disk.fill();
      const before = acknowledged(journal);
      await sleep(2000);
      await expectReads(target);
      disk.free();
      await load.stop();
      expect(acknowledged(journal)).toBeGreaterThan(before + WRITERS);
      expect(journal).toMatchObject({ faults: [], refused: 0, unknown: 0 });
      expect(await contradictions(target, journal)).toEqual([]);
    });
  },
);
