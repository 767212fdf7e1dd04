import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../support/cases.ts';
import { makeServerDirectory, PgServer } from '../../support/pg-cluster/pg-server.ts';
import { seededRandom } from '../../support/random.ts';
import { figures } from '../journal.ts';
import { type Nodes, startNodes } from './nodes.ts';

const ROUNDS = cases(1);
/** How long PostgreSQL stands still, milliseconds: in the nightly run longer than any patience. */
const FROZEN_MS = process.env.ROLLCALL_CASES === undefined ? 8000 : 20_000;
/** How long a request may take meanwhile, milliseconds. */
const ANSWERED_MS = 10_000;
/** How soon afterwards every node takes writes, milliseconds. */
const RECOVERED_MS = 5000;
/** By how much the heap of a node may grow meanwhile, bytes. */
const HEAP_GROWTH_MAX = 100 * 1024 * 1024;
const WRITERS = 64;

describe('design.md §5: an acknowledged write survives a PostgreSQL that stands still', () => {
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

  it(`frozen for ${FROZEN_MS} ms during writes, ${ROUNDS} rounds (seed ${seed}): refused in time, memory bounded, back by itself`, {
    timeout: ROUNDS * 120_000,
  }, async () => {
    if (nodes === undefined) throw new Error('There are no nodes.');
    const random = seededRandom(seed);
    let [slowest, growth] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      const load = nodes.write(random, WRITERS);
      await nodes.untilServed();
      await sleep(300 + random() * 700);
      const heap = await heapOf(nodes);
      await database.freeze();
      for (const end = Date.now() + FROZEN_MS; Date.now() < end; await sleep(200)) {
        growth = Math.max(growth, (await heapOf(nodes)) - heap);
      }
      database.thaw();
      slowest = Math.max(slowest, await nodes.untilServed());
      await load.stop();
      await nodes.expectConsistent(database, `round ${round}`);
    }
    await nodes.expectWholeAudit();
    console.log(
      `${figures(nodes.journal)}; the slowest recovery took ${Math.round(slowest)} ms; ` +
        `the heap grew by ${Math.round(growth / 1024 / 1024)} MiB`,
    );
    expect(nodes.journal.slowest.ms).toBeLessThan(ANSWERED_MS);
    expect(slowest).toBeLessThan(RECOVERED_MS);
    expect(growth).toBeLessThan(HEAP_GROWTH_MAX);
  });
});

/** The largest heap of a node, bytes. */
async function heapOf({ processes }: Nodes): Promise<number> {
  const sizes = await Promise.all(
    processes.map(async ({ port }) => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1]);
    }),
  );
  return Math.max(...sizes);
}
