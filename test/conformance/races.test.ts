import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../support/cases.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { TEST_DATABASE } from '../support/postgres.ts';
import { seededRandom } from '../support/random.ts';
import { startNode, startServer, type TestNode, type TestServer } from '../support/server.ts';

const RACERS = 16;
/** One process has no other node to race with. */
const ROUNDS = cases(TEST_DATABASE === 'postgres' ? 2000 : 500);
const CLIENTS = 64;
const CHANGES = 200;
/** How often a client asks again that was told to: what is refused so has not happened. */
const TRIES = 30;
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let server: TestServer;
/** Where requests go, in turn: on PostgreSQL, to two nodes. */
let nodes: readonly Pick<TestNode, 'scim'>[];
let second: TestNode | undefined;
let sent = 0;
beforeAll(async () => {
  server = await startServer();
  second = server.databaseUrl === undefined ? undefined : await startNode(server);
  nodes = second === undefined ? [server] : [server, second];
});
afterAll(async () => {
  await second?.close();
  await server.close();
});

function nextNode() {
  sent += 1;
  return nodes[sent % nodes.length] ?? server;
}

function initOf(method: string, body: object) {
  const headers = { 'content-type': 'application/scim+json' };
  return { method, headers, body: JSON.stringify(body) };
}

async function send(method: string, path: string, body: object): Promise<[number, unknown]> {
  const response = await nextNode().scim(path, initOf(method, body));
  const text = await response.text();
  return [response.status, text === '' ? undefined : JSON.parse(text)];
}

/** As identity providers do: whoever is told that the service is busy waits as long as it says. */
async function sendUntilTaken(method: string, path: string, body: object): Promise<number> {
  for (let tries = 1; ; tries++) {
    const response = await nextNode().scim(path, initOf(method, body));
    await response.body?.cancel();
    if (response.status !== 503 || tries === TRIES) return response.status;
    const seconds = Number(response.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    await sleep(seconds * 1000);
  }
}

async function create(path: '/Users' | '/Groups', attributes: object): Promise<string> {
  const type = path === '/Users' ? 'User' : 'Group';
  const schemas = [`urn:ietf:params:scim:schemas:core:2.0:${type}`];
  const [status, created] = await send('POST', path, { schemas, ...attributes });
  expect(status).toBe(201);
  return String(Reflect.get(Object(created), 'id'));
}

describe('design.md §5: concurrent changes are never lost', () => {
  it(`7644-3.3-08 one userName, ${RACERS} racers, ${ROUNDS} rounds: one 201, the others 409`, {
    timeout: ROUNDS * 1000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const names = Array.from({ length: RACERS }, (_, racer) =>
        racer % 2 === 0 ? `racer-${round}@acme.test` : `RACER-${round}@ACME.test`,
      );
      const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
      const answers = await Promise.all(
        names.map((userName) => send('POST', '/Users', { schemas, userName })),
      );
      const statuses = answers.map(([status]) => status).toSorted();
      expect(statuses, `round ${round}`).toEqual([201, ...Array(RACERS - 1).fill(409)]);
    }
  });

  it(`${CLIENTS} clients × ${CHANGES} adds and removes in one group end in the model's set`, {
    timeout: 180_000,
  }, async () => {
    const seed = Date.now() % 1_000_000;
    const random = seededRandom(seed);
    const group = await create('/Groups', { displayName: 'Everyone' });
    const model = new Set<string>();
    // Each client has people of its own, so that the end is known whatever the order was.
    const client = async (number: number) => {
      const mine = await Promise.all(
        [0, 1, 2].map((person) => create('/Users', { userName: `m-${number}-${person}` })),
      );
      for (let step = 0; step < CHANGES; step++) {
        const id = mine[Math.floor(random() * mine.length)] ?? '';
        const isMember = model.has(id);
        const operation = isMember
          ? { op: 'remove', path: `members[value eq "${id}"]` }
          : { op: 'add', path: 'members', value: [{ value: id }] };
        const patch = { schemas: [PATCH_OP], Operations: [operation] };
        expect(await sendUntilTaken('PATCH', `/Groups/${group}`, patch)).toBe(204);
        if (isMember) model.delete(id);
        else model.add(id);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    const response = await server.scim(`/Groups/${group}`);
    const found: unknown = Reflect.get(Object(await response.json()), 'members');
    if (!Array.isArray(found)) throw new Error('a group without members');
    const members = found.map((member) => String(Object(member).value));
    expect(members.toSorted(), `seed ${seed}`).toEqual([...model].sort());
    expect(await brokenInvariants(server)).toEqual([]);
  });
});
