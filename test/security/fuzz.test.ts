/** Requests that are nearly right: every answer is quick and a SCIM answer. */
import { Agent, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cases } from '../support/cases.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { seededRandom } from '../support/random.ts';
import { accessRows } from '../support/rows.ts';
import { type Answer, createClient } from '../support/scim-suite/client.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import { faultOf, prototypeSnapshot } from './support/checks.ts';
import { type FuzzRequest, fuzzGrammar } from './support/fuzz-grammar.ts';

const CASES = cases(3000);
const SLOW_MS = 2000;
/** Requests under way at once. */
const PARALLEL = 4;
/** Users, and as many groups, to aim at; now and then one is deleted. */
const TARGETS = 40;
const SEED = Number(process.env.ROLLCALL_SEED ?? Date.now() % 2 ** 31);
const TIMEOUT_MS = Math.max(60_000, CASES * 30);

let server: TestServer;
let bystander: Tenant;
const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL });

beforeAll(async () => {
  server = await startServer();
  bystander = await server.addTenant({ name: 'Bystander' });
});
afterAll(async () => {
  agent.destroy();
  await server.close();
});

it(`survives ${CASES} requests of seed ${SEED}`, { timeout: TIMEOUT_MS }, async () => {
  const scim = createClient(() => ({ fetch: server.scim, close: async () => {} }));
  const users = await Promise.all(Array.from({ length: TARGETS }, () => scim.newUser()));
  const members = users.map(({ id }) => ({ value: id }));
  const groups = await Promise.all(
    Array.from({ length: TARGETS }, () => scim.newGroup({ members })),
  );
  const known = {
    users: users.map(({ id }) => String(id)),
    groups: groups.map(({ id }) => String(id)),
  };
  const prototypes = prototypeSnapshot();
  const before = await accessRows(server, bystander.organization.id);

  const failures: string[] = [];
  const answered = new Map<number, number>();
  let next = 0;
  async function work(): Promise<void> {
    while (next < CASES && failures.length < 10) {
      const at = next++;
      const request = fuzzGrammar(seededRandom(SEED + at), known).request();
      const start = performance.now();
      const { answer, fault } = await send(request);
      const elapsed = performance.now() - start;
      const wrong = fault ?? (elapsed > SLOW_MS ? `Slow: ${Math.round(elapsed)} ms` : undefined);
      if (answer !== undefined) answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
      if (wrong !== undefined) failures.push(describeFailure(at, wrong, request, answer));
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work));

  expect(failures.join('\n\n')).toBe('');
  expect(prototypeSnapshot()).toBe(prototypes);
  expect(await accessRows(server, bystander.organization.id)).toBe(before);
  expect(await brokenInvariants(server)).toEqual([]);
  expect((await scim.get('/Users?count=1')).status).toBe(200);
  // The grammar has to get past the door, and not always.
  for (const status of [200, 201, 204, 400, 404]) {
    const share = (answered.get(status) ?? 0) / CASES;
    expect(share, `answers of status ${status}`).toBeGreaterThan(0.005);
  }
});

function describeFailure(
  at: number,
  wrong: string,
  request: FuzzRequest,
  answer: Omit<Answer, 'body'> | undefined,
): string {
  const again = `ROLLCALL_SEED=${SEED}, case ${at}`;
  return [
    again,
    wrong,
    JSON.stringify(request).slice(0, 4000),
    answer?.status,
    answer?.text.slice(0, 500),
  ].join('\n');
}

/** Sends with node:http, which takes headers that fetch refuses. */
function send(
  request: FuzzRequest,
): Promise<{ answer?: Omit<Answer, 'body'>; fault: string | undefined }> {
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof send>>>();
  const base = new URL(server.baseUrl);
  // Node frames the bodies of GET and HEAD only when told to.
  const length = Buffer.byteLength(request.body ?? '');
  const framing = request.body === undefined ? {} : { 'content-length': length };
  const outgoing = httpRequest(
    {
      agent,
      host: base.hostname,
      port: base.port,
      method: request.method,
      path: base.pathname + request.target,
      headers: { authorization: `Bearer ${server.token}`, ...framing, ...request.headers },
      timeout: 10_000,
    },
    (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', (error) => resolve({ fault: `Cut off: ${error.message}` }));
      incoming.on('end', () => {
        const headers = new Headers({ 'content-type': incoming.headers['content-type'] ?? '' });
        const text = Buffer.concat(chunks).toString('utf8');
        const answer = { status: incoming.statusCode ?? 0, headers, text };
        const fault = request.method === 'HEAD' ? headFault(answer.status) : faultOf(answer);
        resolve({ answer, fault });
      });
    },
  );
  outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within 10 s')));
  outgoing.on('error', (error) => resolve({ fault: `No answer: ${error.message}` }));
  outgoing.end(request.body);
  return promise;
}

/** An answer to HEAD has no body to look at. */
const headFault = (status: number) =>
  status >= 500 && status !== 501 ? 'A server error' : undefined;
