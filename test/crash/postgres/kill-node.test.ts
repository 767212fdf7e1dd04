import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../support/cases.ts';
import { makeServerDirectory, PgServer } from '../../support/pg-cluster/pg-server.ts';
import { seededRandom } from '../../support/random.ts';
import { figures } from '../journal.ts';
import { type Nodes, startNodes } from './nodes.ts';

const ROUNDS = cases(12);

describe('design.md §5: an acknowledged write survives a crash, on PostgreSQL', () => {
  const seed = Number(process.env.ROLLCALL_SEED ?? Date.now() % 1_000_000);
  let database: PgServer;
  let nodes: Nodes | undefined;
  beforeAll(async () => {
    database = await PgServer.create(makeServerDirectory());
    nodes = await startNodes(database.url);
  });
  afterAll(async () => {
    await nodes?.close();
    await database.close();
  });

  it(`kill -9 of one of two nodes during writes, the other goes on, ${ROUNDS} rounds (seed ${seed})`, {
    timeout: ROUNDS * 30_000,
  }, async () => {
    if (nodes === undefined) throw new Error('There are no nodes.');
    const random = seededRandom(seed);
    for (let round = 0; round < ROUNDS; round++) {
      const load = nodes.write(random);
      await sleep(50 + random() * 350);
      const victim = Math.floor(random() * 2);
      await nodes.kill(victim);
      await nodes.untilServed([1 - victim]);
      await nodes.restart(victim);
      await nodes.untilServed();
      await load.stop();
      expect(nodes.journal.refused, 'no node has a reason to refuse').toBe(0);
      await nodes.expectConsistent(database, `round ${round}`);
    }
    await nodes.expectWholeAudit();
    console.log(figures(nodes.journal));
  });
});
