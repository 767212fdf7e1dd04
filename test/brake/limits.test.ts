/** What may go without a question, and what is none of the brake's business. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  createConnection,
  DEFAULT_CONNECTION,
} from '../../packages/server/src/connections/index.ts';
import { createToken } from '../../packages/server/src/tokens/index.ts';
import { openCurl } from '../dialects/support/others.ts';
import type { Wire } from '../dialects/support/wire.ts';
import { contextOf } from '../mail/support.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { type Body, PATCH_OP } from '../support/scim-suite/client.ts';
import type { ServerOptions } from '../support/server.ts';
import {
  activeCount,
  type BrakeWorld,
  expectHeld,
  HOUR_MS,
  MINUTE_MS,
  makeGroup,
  makePeople,
  memberCount,
  newPerson,
  openWorld,
  tally,
} from './support.ts';

let world: BrakeWorld;
let wire: Wire;
afterEach(async () => {
  expect(await brokenInvariants(world.server)).toEqual([]);
  await world.server.close();
});

async function open(options: ServerOptions = {}) {
  world = await openWorld(options);
  wire = openCurl(world.server);
}
const patch = (path: string, operation: object) =>
  wire.patch(path, { schemas: [PATCH_OP], Operations: [operation] });
const setActive = (active: boolean) => ({ op: 'replace', path: 'active', value: active });
const deactivate = ({ id }: Body) => patch(`/Users/${id}`, setActive(false));
const remove = ({ id }: Body) => wire.delete(`/Users/${id}`);
const setMembers = (group: Body, people: readonly Body[]) =>
  patch(`/Groups/${group.id}`, {
    op: 'replace',
    path: 'members',
    value: people.map(({ id }) => ({ value: id })),
  });

describe('design.md §7: the limit of the brake at n and n + 1', () => {
  it('a tenth of the users of the beginning of the window, deactivated and deleted together', async () => {
    await open();
    const people = await makePeople(wire, 250);
    world.pass(2 * HOUR_MS);
    expect(await tally(people.slice(0, 15), deactivate)).toEqual({ 200: 15 });
    world.pass(30 * MINUTE_MS);
    expect(await tally(people.slice(15, 25), remove)).toEqual({ 204: 10 });
    const refused = await remove(people[25]);
    expectHeld(refused);
    expect(refused.body.detail).toContain('may take away 25 active users within 60 minutes');
    expect(await activeCount(wire)).toBe(225);
  });

  it('a tenth of the memberships, over several groups', async () => {
    await open();
    const people = await makePeople(wire, 100);
    const groups = [
      await makeGroup(wire, 'One', people),
      await makeGroup(wire, 'Two', people),
      await makeGroup(wire, 'Three', people),
    ] as const;
    world.pass(2 * HOUR_MS);
    expect((await setMembers(groups[0], people.slice(15))).status).toBe(204);
    expect((await setMembers(groups[1], people.slice(15))).status).toBe(204);
    const refused = await setMembers(groups[2], people.slice(1));
    expectHeld(refused);
    expect(refused.body.detail).toContain('may take away 30 memberships of groups');
    expect(await memberCount(wire, groups[2])).toBe(100);
  });

  it('users and memberships are counted apart; who is deleted takes memberships along', async () => {
    await open();
    const people = await makePeople(wire, 60);
    const groups: Body[] = [];
    for (const name of ['One', 'Two', 'Three']) groups.push(await makeGroup(wire, name, people));
    world.pass(2 * HOUR_MS);
    // Sixty memberships go with twenty people.
    expect(await tally(people.slice(0, 20), remove)).toEqual({ 204: 20 });
    expect((await setMembers(groups[0], people.slice(40))).status).toBe(204);
    expect((await remove(people[59])).status).toBe(429);
  });

  it('the window goes on: what happened an hour ago no longer counts', async () => {
    await open();
    const people = await makePeople(wire, 100);
    world.pass(2 * HOUR_MS);
    for (let from = 0; from < 60; from += 20) {
      expect(await tally(people.slice(from, from + 20), deactivate)).toEqual({ 200: 20 });
      world.pass(62 * MINUTE_MS);
    }
    expect(await world.held()).toEqual([]);
  });

  it('settings of the connection: share, least number, window', async () => {
    await open();
    const people = await makePeople(wire, 100);
    world.pass(2 * HOUR_MS);
    const settings = { brakePercent: '2', brakeLeast: '1', brakeWindowMinutes: '10' };
    await world.run('connection set', { argument: 'Default', ...settings });
    expect(await tally(people.slice(0, 2), deactivate)).toEqual({ 200: 2 });
    world.pass(11 * MINUTE_MS);
    expect(await tally(people.slice(2, 5), deactivate)).toEqual({ 200: 1, 429: 2 });
  });
});

describe('the brake stays off', () => {
  it('for connections of up to twenty users, also for their memberships', async () => {
    await open();
    const people = await makePeople(wire, 20);
    const groups: Body[] = [];
    for (const name of ['One', 'Two', 'Three']) groups.push(await makeGroup(wire, name, people));
    world.pass(2 * HOUR_MS);
    for (const group of groups) expect((await setMembers(group, [])).status).toBe(204);
    expect(await tally(people, deactivate)).toEqual({ 200: 20 });
  });

  it('where it is switched off; switched on, it counts from then on', async () => {
    await open({ connection: { brake: false } });
    const people = await makePeople(wire, 70);
    world.pass(2 * HOUR_MS);
    expect(await tally(people.slice(0, 40), deactivate)).toEqual({ 200: 40 });
    await world.run('connection set', { argument: 'Default', brake: 'on' });
    expect(await tally(people.slice(40), deactivate)).toEqual({ 200: 20, 429: 10 });
    await world.run('connection set', { argument: 'Default', brake: 'off' });
    expect(await world.held()).toEqual([]);
    expect(await tally(people.slice(60), deactivate)).toEqual({ 200: 10 });
  });

  it('for churn: renames by delete and create, people who come back, groups made anew', async () => {
    await open();
    const people = await makePeople(wire, 40);
    const group = await makeGroup(wire, 'Everybody', people);
    const spare = await makePeople(wire, 40, 'spare');
    world.pass(2 * HOUR_MS);
    for (const [index, person] of people.entries()) {
      expect((await remove(person)).status).toBe(204);
      expect((await wire.post('/Users', newPerson(`again${index}`))).status).toBe(201);
    }
    for (const person of spare) {
      expect((await deactivate(person)).status).toBe(200);
      expect((await patch(`/Users/${person.id}`, setActive(true))).status).toBe(200);
    }
    const others = await makeGroup(wire, 'Others', spare);
    expect((await setMembers(others, [])).status).toBe(204);
    expect((await setMembers(group, spare)).status).toBe(204);
    world.pass(2 * HOUR_MS);
    // Forty leave and forty come, in one request.
    const team = await makePeople(wire, 40, 'team');
    expect((await setMembers(group, team)).status).toBe(204);
    expect(await world.held()).toEqual([]);
  });

  it('for other connections of the organisation, and for other organisations', async () => {
    await open();
    const { app, organization, ownerId } = world.server;
    const context = contextOf(app, organization.id);
    const second = await createConnection(app, context, { ...DEFAULT_CONNECTION, name: 'Second' });
    const { token } = await createToken(app, context, {
      ...{ connectionId: second.id, ownerId, name: 'second', scopes: ['scim:write'] },
      expiresAt: null,
    });
    await app.registry.refresh(organization.id);
    const other = await world.server.addTenant({ name: 'Other' });
    const wires = [
      wire,
      openCurl({ ...world.server, token }),
      openCurl({ ...world.server, token: other.token }),
    ];
    const people = await Promise.all(wires.map((one, index) => makePeople(one, 60, `w${index}-`)));
    world.pass(2 * HOUR_MS);
    for (const [index, one] of wires.entries()) {
      const some = people[index] ?? [];
      expect(await tally(some.slice(0, 20), ({ id }) => one.delete(`/Users/${id}`))).toEqual({
        204: 20,
      });
    }
    expectHeld(await remove(people[0]?.[20]));
    expect(await world.held()).toHaveLength(1);
    expect(
      await world.run('connection held', { organization: 'other', state: 'held', limit: 9 }),
    ).toEqual({
      changes: [],
      next: null,
    });
    // What one holds makes nobody else wait.
    for (const [index, one] of wires.entries()) {
      if (index === 0) continue;
      world.pass(2 * HOUR_MS);
      expect((await one.delete(`/Users/${people[index]?.[30].id}`)).status).toBe(204);
    }
  });
});
