import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../support/cases.ts';
import { makeServerDirectory, PgServer, waitUntil } from '../../support/pg-cluster/pg-server.ts';
import { seededRandom } from '../../support/random.ts';
import { noSmallDisk, SmallDisk } from '../../support/small-disk.ts';
import { figures } from '../journal.ts';
import { type Nodes, startNodes } from '../postgres/nodes.ts';
import { expectReads } from './reads.ts';

const ROUNDS = cases(2);
const DISK_MEGABYTES = 256;
/** How soon after space is free writes are taken, milliseconds. */
const RECOVERED_MS = 10_000;
/** How long a request may take meanwhile, milliseconds. */
const ANSWERED_MS = 10_000;
/** How often somebody looks whether PostgreSQL has to be started again, milliseconds. */
const SUPERVISOR_MS = 250;
const obstacle = noSmallDisk();
if (obstacle !== undefined) console.warn(`NOT TESTED: a full disk under PostgreSQL: ${obstacle}`);

/**
 * What a full disk does depends on what needs room first. Tables: the statement fails and PostgreSQL
 * goes on. Its log: PostgreSQL stops, and whoever supervises it has to start it until it can.
 */
describe.skipIf(obstacle !== undefined).each([
  { first: 'tables', create: createOnDisk },
  { first: 'log', create: createWithLogOnDisk },
])(
  'design.md §5: an acknowledged write survives a full disk under PostgreSQL ($first)',
  ({ first, create }) => {
    const seed = Number(process.env.ROLLCALL_SEED ?? Date.now() % 1_000_000);
    let disk: SmallDisk;
    let database: PgServer;
    let nodes: Nodes | undefined;
    beforeAll(async () => {
      disk = SmallDisk.mount(DISK_MEGABYTES);
      database = await create(disk.path);
      nodes = await startNodes(database.url);
    });
    afterAll(async () => {
      await nodes?.close();
      await database.close();
      disk.close();
    });

    it(`${ROUNDS} rounds (seed ${seed}): writes are refused, and taken when there is room`, {
      timeout: ROUNDS * 120_000,
    }, async () => {
      if (nodes === undefined) throw new Error('There are no nodes.');
      const random = seededRandom(seed);
      const supervisor = supervise(database);
      let [slowest, starts] = [0, 0];
      for (let round = 0; round < ROUNDS; round++) {
        const load = nodes.write(random);
        await nodes.untilServed();
        await sleep(300 + random() * 700);
        disk.fill();
        const { journal } = nodes;
        const { refused } = journal;
        await waitUntil('writes are refused', async () => {
          if (first === 'log') await useLog(database);
          return journal.refused > refused;
        });
        if (first === 'tables') await expectReads(nodes.target);
        await sleep(random() * 2000);
        disk.free();
        slowest = Math.max(slowest, await nodes.untilServed());
        await load.stop();
        await nodes.expectConsistent(database, `round ${round}`);
      }
      starts = await supervisor.stop();
      await nodes.expectWholeAudit();
      console.log(
        `${figures(nodes.journal)}; the slowest recovery took ${Math.round(slowest)} ms; ` +
          `PostgreSQL was started ${starts} times`,
      );
      expect(slowest).toBeLessThan(RECOVERED_MS);
      expect(nodes.journal.slowest.ms).toBeLessThan(ANSWERED_MS);
    });
  },
);

/** Starts PostgreSQL when it has ended, as the service manager of a machine does. */
function supervise(database: PgServer): { stop(): Promise<number> } {
  let isStopping = false;
  let starts = 0;
  const watch = async () => {
    while (!isStopping) {
      if (!database.isRunning) {
        starts++;
        await database.start().catch(() => {});
      }
      await sleep(SUPERVISOR_MS);
    }
    return starts;
  };
  const watching = watch();
  return {
    stop() {
      isStopping = true;
      return watching;
    },
  };
}

/** Everything on the disk, and so much log ready that the tables are what needs room first. */
async function createOnDisk(disk: string): Promise<PgServer> {
  const settings = { wal_keep_size: '0', min_wal_size: '128MB', max_wal_size: '144MB' };
  const database = await PgServer.create(join(disk, 'server'), settings);
  await database.query('create table filler as select generate_series(1, 1200000) as n');
  await database.query('drop table filler');
  await database.query('checkpoint');
  return database;
}

/** The log alone on the disk, in small files that are made when they are needed. */
function createWithLogOnDisk(disk: string): Promise<PgServer> {
  const settings = { wal_keep_size: '0', min_wal_size: '2MB', max_wal_size: '1GB' };
  return PgServer.create(makeServerDirectory(), settings, [
    `--waldir=${join(disk, 'log')}`,
    '--wal-segsize=1',
  ]);
}

/** Has PostgreSQL write to its log: a full disk does not matter until it needs another file. */
async function useLog(database: PgServer): Promise<void> {
  const message = "select pg_logical_emit_message(false, 'filler', repeat('x', 300000))";
  // It may have stopped.
  await database.query(message).catch(() => {});
}
