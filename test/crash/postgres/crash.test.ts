import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../support/cases.ts';
import { makeServerDirectory, PgServer } from '../../support/pg-cluster/pg-server.ts';
import { seededRandom } from '../../support/random.ts';
import { figures } from '../journal.ts';
import { type Nodes, startNodes } from './nodes.ts';

const ROUNDS = cases(3);
/** How soon after PostgreSQL is up every node takes writes, milliseconds. */
const RECOVERED_MS = 5000;
/** How long a request may take while PostgreSQL is away, milliseconds. */
const ANSWERED_MS = 10_000;

describe('design.md §5: an acknowledged write survives a crash of PostgreSQL', () => {
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

  it(`an immediate stop or kill -9 during writes, then a start, ${ROUNDS} rounds (seed ${seed}): 503 and 504 meanwhile, nodes recover by themselves`, {
    timeout: ROUNDS * 60_000,
  }, async () => {
    if (nodes === undefined) throw new Error('There are no nodes.');
    const random = seededRandom(seed);
    let slowest = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const load = nodes.write(random);
      await nodes.untilServed();
      await sleep(300 + random() * 700);
      await (round % 2 === 0 ? database.crash() : database.kill());
      await sleep(random() * 1500);
      await database.start();
      slowest = Math.max(slowest, await nodes.untilServed());
      await load.stop();
      await nodes.expectConsistent(database, `round ${round}`);
    }
    await nodes.expectWholeAudit();
    expect(slowest).toBeLessThan(RECOVERED_MS);
    expect(nodes.journal.slowest.ms).toBeLessThan(ANSWERED_MS);
    console.log(`${figures(nodes.journal)}; the slowest recovery took ${Math.round(slowest)} ms`);
  });
});
