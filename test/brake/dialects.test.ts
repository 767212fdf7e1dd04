/** An identity provider that takes everybody away at once, in three dialects, and how each comes back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as entra from '../dialects/support/entra.ts';
import * as okta from '../dialects/support/okta.ts';
import { openPing } from '../dialects/support/others.ts';
import { brokenInvariants } from '../support/invariants.ts';
import type { Body } from '../support/scim-suite/client.ts';
import {
  activeCount,
  type BrakeWorld,
  expectHeld,
  HOUR_MS,
  MINUTE_MS,
  makeGroup,
  makePeople,
  memberCount,
  openWorld,
  tally,
} from './support.ts';

/**
 * Hours after the first failure at which Entra ID tries again; then it gives up (Microsoft,
 * application-provisioning-quarantine-status, "Retry duration").
 */
const ENTRA_RETRY_HOURS = [2, 6, 12, 24, 48, 96, 168];

let world: BrakeWorld;
afterEach(async () => {
  expect(await brokenInvariants(world.server)).toEqual([]);
  await world.server.close();
});

describe('security-cases §1G mass deprovisioning: Okta unassigns everybody', () => {
  let wire: okta.Okta;
  let people: Body[];
  let group: Body;
  const deactivate = ({ id }: Body) => wire.patch(`/Users/${id}`, okta.setActive(false));
  beforeEach(async () => {
    world = await openWorld({ nodes: 2 });
    wire = okta.openOkta(world.server, `Bearer ${world.server.token}`);
    people = await makePeople(wire, 100);
    group = await makeGroup(wire, 'Everybody', people);
    world.pass(2 * HOUR_MS);
  });

  it('twenty go, the rest waits through ten attempts, each twice as late, and is released', async () => {
    expect(await tally(people, deactivate)).toEqual({ 200: 20, 429: 80 });
    const rest = people.slice(20);
    const first = await deactivate(rest[0]);
    expectHeld(first);
    let waitSeconds = Number(first.headers.get('retry-after'));
    for (let attempt = 1; attempt <= 10; attempt++) {
      world.pass(waitSeconds * 1000);
      waitSeconds *= 2;
      // Also when the window is long over: what is held does not seep through.
      expect((await deactivate(rest[0])).status).toBe(429);
    }
    const held = await world.held();
    expect(held).toHaveLength(80);
    const of = held.find(({ displayName }) => displayName === 'p20');
    expect(of).toMatchObject({ what: 'deactivate', amount: 1, tries: 12, state: 'held' });
    expect(await activeCount(wire)).toBe(80);

    const all = { all: true };
    expect(await world.run('connection release', all)).toEqual({
      released: 80,
      applied: 80,
      waiting: 0,
    });
    expect(await activeCount(wire)).toBe(0);
    // Okta repeats what it still believes to be due.
    expect(await tally(rest, deactivate)).toEqual({ 200: 80 });
    expect(await world.held()).toEqual([]);
    expect(await world.held('done')).toHaveLength(80);
  });

  it('group push: members of a PATCH go together or not at all', async () => {
    const remove = (some: readonly Body[]) =>
      wire.patch(`/Groups/${group.id}`, okta.operations(...some.map(okta.removeMember)));
    expect((await remove(people.slice(0, 20))).status).toBe(204);
    const rename = { op: 'replace', value: { id: group.id, displayName: 'Renamed' } };
    const both = okta.operations(rename, ...people.slice(20, 50).map(okta.removeMember));
    expectHeld(await wire.patch(`/Groups/${group.id}`, both));
    expectHeld(await wire.patch(`/Groups/${group.id}`, okta.replaceMembers()));
    const { body } = await wire.get(`/Groups/${group.id}`);
    expect(body.displayName).toBe('Everybody');
    expect(body.members).toHaveLength(80);
    expect(await world.held()).toMatchObject([{ what: 'removeMembers', amount: 80, tries: 2 }]);
    // Adding and all else goes on.
    const add = okta.operations(okta.addMembers(people[0], people[1]));
    expect((await wire.patch(`/Groups/${group.id}`, add)).status).toBe(204);
    expect((await wire.get('/Users?startIndex=1&count=2')).status).toBe(200);

    const [row] = await world.held();
    const answer = await world.run('connection release', { id: row?.id });
    expect(answer).toEqual({ released: 1, applied: 0, waiting: 1 });
    expect((await wire.patch(`/Groups/${group.id}`, both)).status).toBe(204);
    expect(await memberCount(wire, group)).toBe(52);
    expect((await wire.patch(`/Groups/${group.id}`, okta.replaceMembers())).status).toBe(204);
    expect(await memberCount(wire, group)).toBe(0);
  });
});

describe.each(['default', 'aadOptscim062020'] as const)(
  'security-cases §1G mass deprovisioning: Entra ID (%s) disables, deletes and empties',
  (mode) => {
    let wire: entra.Entra;
    let people: Body[];
    let group: Body;
    const disable = ({ id }: Body) => wire.patchUser(id, entra.setActive(mode, false));
    const remove = ({ id }: Body) => wire.delete(`/Users/${id}`);
    const leave = (person: Body) => wire.patchGroup(group.id, entra.removeMember(mode, person));
    beforeEach(async () => {
      world = await openWorld();
      wire = entra.openEntra(world.server);
      people = await makePeople(wire, 40);
      group = await makeGroup(wire, 'Everybody', people);
      world.pass(2 * HOUR_MS);
    });

    it('discarded: people stay, cycles are refused, a later one asks again and never happens by itself', async () => {
      expect(await tally(people, disable)).toEqual({ 200: 20, 429: 20 });
      expect(await world.run('connection discard', { all: true })).toEqual({ discarded: 20 });
      const rest = people.slice(20);
      world.pass(40 * MINUTE_MS);
      expect(await tally(rest, disable)).toEqual({ 429: 20 });
      expect(await world.held()).toEqual([]);
      let before = 40 / 60;
      for (const hours of ENTRA_RETRY_HOURS) {
        world.pass((hours - before) * HOUR_MS);
        before = hours;
        expect(await tally(rest, disable)).toEqual({ 429: 20 });
        expect(await world.held()).toHaveLength(20);
        await world.run('connection discard', { all: true });
      }
      expect(await activeCount(wire)).toBe(20);
      // Somebody who was taken note of, and leaves long after.
      world.pass(8 * 24 * HOUR_MS);
      expect((await disable(rest[0])).status).toBe(200);
    });

    it('deletes of people who are disabled already take no access away; others are held', async () => {
      const [first] = people;
      expect((await disable(first)).status).toBe(200);
      expect((await remove(first)).status).toBe(204);
      expect(await tally(people.slice(1), remove)).toEqual({ 204: 19, 429: 20 });
      expectHeld(await remove(people[39]));
      const row = (await world.held()).find(({ displayName }) => displayName === 'p20');
      expect(row).toMatchObject({ what: 'delete', tries: 1 });
      await world.run('connection release', { id: row?.id });
      // The one that was released is gone, which is what Entra takes for done; the others wait.
      expect((await remove(people[20])).status).toBe(404);
      expect((await remove(people[21])).status).toBe(429);
      expect(await activeCount(wire)).toBe(19);
    });

    it('one member at a time: released for a group once, however many requests it takes', async () => {
      expect(await tally(people, leave)).toEqual({ 204: 20, 429: 20 });
      const [row, ...others] = await world.held();
      expect(others).toEqual([]);
      expect(row).toMatchObject({ what: 'removeMembers', displayName: 'Everybody', tries: 20 });
      await world.run('connection release', { id: row?.id });
      // The longest time between two attempts.
      world.pass(72 * HOUR_MS);
      expect(await tally(people.slice(20, 30), leave)).toEqual({ 204: 10 });
      // What was released was one at a time.
      const rest = people.slice(30).map(({ id }) => ({ value: id }));
      const empty = { op: 'Replace', path: 'members', value: [] };
      await world.run('connection set', { argument: 'Default', brakeLeast: '5' });
      expectHeld(await wire.patchGroup(group.id, empty));
      expect(await memberCount(wire, group)).toBe(rest.length);
    });
  },
);

describe('security-cases §1G mass deprovisioning: a client that replaces everything', () => {
  it.each(['tolerant', 'strict'] as const)(
    '%s: PUT with active false, PUT with no members',
    async (mode) => {
      world = await openWorld({ connection: { mode } });
      const wire = openPing(world.server);
      const people = await makePeople(wire, 50);
      const group = await makeGroup(wire, 'Everybody', people);
      world.pass(2 * HOUR_MS);
      const put = (person: Body) => {
        const { id: _, meta: __, groups: ___, ...profile } = person;
        return wire.put(`/Users/${person.id}`, { ...profile, active: false, title: 'Gone' });
      };
      expect(await tally(people, put)).toEqual({ 200: 20, 429: 30 });
      const last = (await wire.get(`/Users/${people[49].id}`)).body;
      expect(last.active).toBe(true);
      expect(last.title).toBeUndefined();
      // The same again changes nothing, and so takes nothing away.
      expect((await put(people[0])).status).toBe(200);

      const { schemas } = group;
      const same = { schemas, displayName: 'Everybody', members: group.members };
      expect((await wire.put(`/Groups/${group.id}`, same)).status).toBe(200);
      const empty = { schemas, displayName: 'Nobody', members: [] };
      expectHeld(await wire.put(`/Groups/${group.id}`, empty));
      expectHeld(await wire.delete(`/Groups/${group.id}`));
      expect(await memberCount(wire, group)).toBe(50);
      expect((await wire.get(`/Groups/${group.id}`)).body.displayName).toBe('Everybody');

      const held = await world.held();
      const kinds = Object.groupBy(held, ({ what }) => what);
      expect(kinds.deactivate).toHaveLength(30);
      expect(kinds.removeMembers).toMatchObject([{ amount: 50, tries: 1 }]);
      expect(kinds.deleteGroup).toMatchObject([{ amount: 50, tries: 1 }]);
      await world.run('connection discard', { id: kinds.deleteGroup?.[0]?.id });
      await world.run('connection release', { all: true });
      expect(await activeCount(wire)).toBe(0);
      expect(await memberCount(wire, group)).toBe(50);
      expect((await wire.put(`/Groups/${group.id}`, empty)).status).toBe(200);
      expect(await memberCount(wire, group)).toBe(0);
    },
  );
});
