import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../support/cases.ts';
import { PgPair } from '../../support/pg-cluster/pg-pair.ts';
import { makeServerDirectory } from '../../support/pg-cluster/pg-server.ts';
import { seededRandom } from '../../support/random.ts';
import { figures } from '../journal.ts';
import { type Nodes, startNodes } from './nodes.ts';

const ROUNDS = cases(1);
/** How soon after the standby was promoted every node takes writes, milliseconds. */
const RECOVERED_MS = 5000;
/** How long a request may take meanwhile, milliseconds. */
const ANSWERED_MS = 10_000;

describe('design.md §5: an acknowledged write survives the loss of a PostgreSQL with a synchronous standby', () => {
  const seed = Number(process.env.ROLLCALL_SEED ?? Date.now() % 1_000_000);
  let pair: PgPair;
  let nodes: Nodes | undefined;
  beforeAll(async () => {
    pair = await PgPair.create(makeServerDirectory());
    nodes = await startNodes(pair.url);
  });
  afterAll(async () => {
    await nodes?.close();
    await pair.close();
  });

  it(`the standby takes over during writes, ${ROUNDS} rounds (seed ${seed})`, {
    timeout: ROUNDS * 90_000,
  }, async () => {
    if (nodes === undefined) throw new Error('There are no nodes.');
    const random = seededRandom(seed);
    let slowest = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const load = nodes.write(random);
      await nodes.untilServed();
      await sleep(300 + random() * 700);
      await pair.failOver();
      slowest = Math.max(slowest, await nodes.untilServed());
      // Writes go on while it is copied.
      if (round < ROUNDS - 1) await pair.restoreStandby();
      await load.stop();
      await nodes.expectConsistent(pair.primary, `round ${round}`);
    }
    expect(slowest).toBeLessThan(RECOVERED_MS);
    expect(nodes.journal.slowest.ms).toBeLessThan(ANSWERED_MS);
    console.log(`${figures(nodes.journal)}; the slowest recovery took ${Math.round(slowest)} ms`);
  });

  it('a commit that never reached the standby is not acknowledged because the primary, started again, has it', {
    timeout: 120_000,
  }, async () => {
    if (nodes === undefined) throw new Error('There are no nodes.');
    await pair.restoreStandby();
    const load = nodes.write(seededRandom(seed));
    await nodes.untilServed();
    await pair.standby.crash();
    // Commits wait for it now.
    await sleep(1000);
    await pair.primary.crash();
    await pair.primary.start();
    // Time to look up what became of them.
    await sleep(5000);
    await load.stop();
    await pair.primary.crash();
    await pair.standby.start();
    await pair.failOver();
    const again = nodes.write(seededRandom(seed));
    await nodes.untilServed();
    await again.stop();
    await nodes.expectConsistent(pair.primary, 'after the standby took over');
    await nodes.expectWholeAudit();
    expect(nodes.journal.slowest.ms).toBeLessThan(ANSWERED_MS);
  });
});
