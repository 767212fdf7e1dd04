/** PostgreSQL alone: the embedded database has one node, whose rate `rate-limit.test.ts` tests. */
import { afterEach, describe, expect, it } from 'vitest';
import { startNode, startServer, type TestNode, type TestServer } from '../support/server.ts';

/** Low, so that also a busy machine can ask for more. */
const PER_SECOND = 30;
const BURST = 90;
const SECONDS = 6;

let server: TestServer | undefined;
let second: TestNode | undefined;
afterEach(async () => {
  await second?.close();
  await server?.close();
});

/** How many of the requests that a client sends without pause are let through. */
async function flood(node: Pick<TestNode, 'scim'>, end: number): Promise<number> {
  let passed = 0;
  while (performance.now() < end) {
    const answer = await node.scim('/Users?count=0');
    await answer.body?.cancel();
    if (answer.status === 200) passed += 1;
    else expect(answer.status).toBe(429);
  }
  return passed;
}

describe('design.md §7: a rate is one for all nodes', () => {
  it(`within a tenth of ${BURST} and ${PER_SECOND} a second for ${SECONDS} s`, async () => {
    server = await startServer({ config: { requestsPerSecond: PER_SECOND, burst: BURST } });
    second = await startNode(server);
    const begun = performance.now();
    const end = begun + SECONDS * 1000;
    const nodes = [server, second, server, second];
    const passed = await Promise.all(nodes.map((node) => flood(node, end)));
    const allowed = BURST + (PER_SECOND * (performance.now() - begun)) / 1000;
    const sum = passed.reduce((a, b) => a + b);
    expect(sum / allowed).toBeGreaterThan(0.9);
    expect(sum / allowed).toBeLessThan(1.1);
  });
});
