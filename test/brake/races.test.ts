/** Removals that come at once, to several nodes: never one more than may. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hold } from '../../packages/server/src/held/index.ts';
import { openCurl } from '../dialects/support/others.ts';
import type { Wire } from '../dialects/support/wire.ts';
import { cases } from '../support/cases.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { type Body, PATCH_OP } from '../support/scim-suite/client.ts';
import {
  activeCount,
  type BrakeWorld,
  HOUR_MS,
  makeGroup,
  makePeople,
  memberCount,
  openWorld,
  tally,
} from './support.ts';

const RACERS = 16;
const ROUNDS = cases(5);
const LIMIT = 20;

let world: BrakeWorld;
let wire: Wire;
beforeEach(async () => {
  // Each request goes to one of two nodes, by chance, where the database allows for several.
  world = await openWorld({ nodes: 2 });
  wire = openCurl(world.server);
});
afterEach(async () => {
  expect(await brokenInvariants(world.server)).toEqual([]);
  await world.server.close();
});

/** All of the list, so many at a time. */
async function race<T>(list: readonly T[], send: (one: T) => Promise<unknown>): Promise<void> {
  const waiting = [...list];
  const racer = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await send(one);
  };
  await Promise.all(Array.from({ length: RACERS }, racer));
}

describe('design.md §5: the limit holds whatever comes at once', () => {
  it(`users: ${ROUNDS} rounds of ${RACERS} racers on all nodes`, {
    timeout: ROUNDS * 30_000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const people = await makePeople(wire, 60, `r${round}-`);
      world.pass(2 * HOUR_MS);
      const statuses: number[] = [];
      const before = await activeCount(wire);
      await race(people, async ({ id }: Body) => {
        statuses.push((await wire.delete(`/Users/${id}`)).status);
      });
      expect(statuses.filter((status) => status === 204)).toHaveLength(LIMIT);
      expect(statuses.filter((status) => status === 429)).toHaveLength(people.length - LIMIT);
      expect(await activeCount(wire)).toBe(before - LIMIT);
      expect(await world.held()).toHaveLength(people.length - LIMIT);
      expect(await world.events('brake.engaged')).toBe(round + 1);
      await world.run('connection release', { all: true });
    }
  });

  it('memberships of one group, and a release in the middle', async () => {
    const people = await makePeople(wire, 60);
    const group = await makeGroup(wire, 'Everybody', people);
    world.pass(2 * HOUR_MS);
    const leave = ({ id }: Body) =>
      wire.patch(`/Groups/${group.id}`, {
        schemas: [PATCH_OP],
        Operations: [{ op: 'remove', path: `members[value eq "${id}"]` }],
      });
    await race(people, leave);
    expect(await memberCount(wire, group)).toBe(people.length - LIMIT);
    const [row, ...others] = await world.held();
    expect(others).toEqual([]);
    expect(row?.tries).toBe(people.length - LIMIT);
    await Promise.all([race(people, leave), world.run('connection release', { id: row?.id })]);
    await race(people, leave);
    expect(await memberCount(wire, group)).toBe(0);
    expect(await world.events('brake.engaged')).toBe(1);
  });

  it('an attempt that is noted after its release undoes nothing', async () => {
    const people = await makePeople(wire, 60);
    const group = await makeGroup(wire, 'Everybody', people);
    world.pass(2 * HOUR_MS);
    expect(await tally(people.slice(0, 22), ({ id }) => wire.delete(`/Users/${id}`))).toEqual({
      204: 20,
      429: 2,
    });
    const schemas = [PATCH_OP];
    const empty = { schemas, Operations: [{ op: 'remove', path: 'members' }] };
    expect((await wire.patch(`/Groups/${group.id}`, empty)).status).toBe(429);
    const held = await world.held();
    await world.run('connection release', { all: true });
    // As a node does that was slow between its refusal and its note.
    const { app, organization, connectionId } = world.server;
    const connection = app.registry.connection(organization.id, connectionId);
    if (connection === undefined) throw new Error('There is no connection.');
    for (const { what, resourceType, resourceId, amount } of held) {
      const kind = resourceType === 'User' ? 'users' : 'memberships';
      await hold(app, connection, undefined, { what, resourceType, resourceId, amount, kind });
    }
    expect(await world.held()).toEqual([]);
    expect(await world.events('brake.engaged')).toBe(1);
    expect((await wire.patch(`/Groups/${group.id}`, empty)).status).toBe(204);
  });
});
