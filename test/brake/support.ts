/** An organisation with people and groups, some time after they were provisioned. */
import { expect } from 'vitest';
import { COMMANDS } from '../../packages/server/src/cli/commands/index.ts';
import { runCommand } from '../../packages/server/src/cli/run-command.ts';
import { type HeldChange, listHeld } from '../../packages/server/src/held/index.ts';
import type { Wire } from '../dialects/support/wire.ts';
import { rowsOf } from '../support/rows.ts';
import { type Answer, type Body, GROUP, USER } from '../support/scim-suite/client.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/server.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
const CLI = Object.freeze({ kind: 'cli', id: 'test' } as const);

/** A server whose clock stands still until a test moves it. */
export interface BrakeWorld {
  readonly server: TestServer;
  /** Moves the clock. */
  pass(ms: number): void;
  now(): number;
  /** What is held, in the order in which it was. */
  held(state?: HeldChange['state']): Promise<readonly HeldChange[]>;
  /** Runs a command; resolves with its result. Throws what it would print. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into results of many shapes.
  run(name: string, input?: object): Promise<any>;
  /** The result of a command in words. */
  words(name: string, input?: object): Promise<string>;
  /** How many events of a type there are. */
  events(type: string): Promise<number>;
}

export async function openWorld(options: ServerOptions = {}): Promise<BrakeWorld> {
  let now = Date.parse('2027-03-01T01:00:00.000Z');
  const server = await startServer({ ...options, clock: () => new Date(now) });
  const run: BrakeWorld['run'] = async (name, input = {}) => {
    const isAbout = name.startsWith('organization ');
    const all = isAbout ? input : { organization: server.organization.slug, ...input };
    const outcome = await runCommand(server.app, name, all, CLI);
    if ('error' in outcome) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
    return outcome.result;
  };
  return {
    server,
    pass(ms) {
      now += ms;
    },
    now: () => now,
    async held(state = 'held') {
      const page = { state, after: '', limit: 1000 };
      return (await listHeld(server.app.reader, server.organization.id, page)).changes;
    },
    run,
    async words(name, input) {
      const result: unknown = await run(name, input);
      return COMMANDS.find((command) => command.name === name)?.text(result) ?? '';
    },
    async events(type) {
      const { id } = server.organization;
      const sql = `select seq from event where organization_id = '${id}' and type = '${type}'`;
      return (await rowsOf(server, sql)).length;
    },
  };
}

/** Creates people, each with a name of their own. */
export async function makePeople(wire: Wire, count: number, prefix = 'p'): Promise<Body[]> {
  const people: Body[] = [];
  for (let from = 0; from < count; from += 25) {
    const some = Array.from({ length: Math.min(25, count - from) }, (_, index) =>
      created(wire.post('/Users', newPerson(`${prefix}${from + index}`))),
    );
    people.push(...(await Promise.all(some)));
  }
  return people;
}

export const newPerson = (name: string) => ({
  schemas: [USER],
  userName: `${name}@acme.test`,
  displayName: name,
  name: { givenName: name, familyName: 'Person' },
  emails: [{ value: `${name}@acme.test`, type: 'work', primary: true }],
  active: true,
});

export const makeGroup = (wire: Wire, displayName: string, people: readonly Body[]) =>
  created(
    wire.post('/Groups', {
      schemas: [GROUP],
      displayName,
      members: people.map(({ id }) => ({ value: id })),
    }),
  );

async function created(answer: Promise<Answer>): Promise<Body> {
  const { status, text, body } = await answer;
  expect(status, text).toBe(201);
  return body;
}

/** Each after the other; the statuses, counted. */
export async function tally(
  list: readonly Body[],
  send: (one: Body) => Promise<Answer>,
): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const one of list) {
    const { status } = await send(one);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** The answer to what is held: to be repeated, and in words for whoever reads it. */
export function expectHeld({ status, headers, body }: Answer): void {
  expect(status).toBe(429);
  expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(headers.get('content-type')).toContain('application/scim+json');
  expect(body).toMatchObject({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '429',
  });
  expect(body.detail).toMatch(/^Nothing was changed; this removal \(\w+\) is held\./);
  expect(body.detail).toContain('An Org Admin can release or discard it in Rollcall');
}

export async function activeCount(wire: Wire): Promise<number> {
  return (await wire.get('/Users?filter=active%20eq%20true&count=0')).body.totalResults;
}

export async function memberCount(wire: Wire, group: Body): Promise<number> {
  return (await wire.get(`/Groups/${group.id}`)).body.members.length;
}
