/** Release, discard and let pass, by command and over the operator's API. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCurl } from '../dialects/support/others.ts';
import type { Wire } from '../dialects/support/wire.ts';
import { type Clients, clientsOf } from '../permissions/support.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { rowsOf } from '../support/rows.ts';
import type { Body } from '../support/scim-suite/client.ts';
import {
  activeCount,
  type BrakeWorld,
  HOUR_MS,
  MINUTE_MS,
  makeGroup,
  makePeople,
  openWorld,
  tally,
} from './support.ts';

let world: BrakeWorld;
let wire: Wire;
let people: Body[];
beforeEach(async () => {
  world = await openWorld();
  wire = openCurl(world.server);
  people = await makePeople(wire, 50);
  world.pass(2 * HOUR_MS);
});
afterEach(async () => {
  expect(await brokenInvariants(world.server)).toEqual([]);
  await world.server.close();
});

const remove = ({ id }: Body) => wire.delete(`/Users/${id}`);
const removeAll = () => tally(people, remove);
const heldOf = async (person: Body) =>
  (await world.held()).find(({ resourceId }) => resourceId === person.id);

describe('what a person decides at the command line', () => {
  it('one that is urgent is out at once; the others wait', async () => {
    await removeAll();
    const urgent = people[30];
    const row = await heldOf(urgent);
    expect(await world.words('connection release', { id: row?.id })).toBe(
      '1 released, 1 of them done.',
    );
    expect((await wire.get(`/Users/${urgent.id}`)).status).toBe(404);
    const recorded = await rowsOf<{ actor: string; type: string }>(
      world.server,
      `select actor, type from event where subject_id = '${urgent.id}' order by seq desc`,
    );
    expect(recorded[0]).toEqual({ actor: 'cli:test', type: 'user.deleted' });
    expect((await remove(people[31])).status).toBe(429);
    expect(await activeCount(wire)).toBe(29);
  });

  it('the list says who, what and how often, page by page', async () => {
    await removeAll();
    await remove(people[20]);
    const page = { state: 'held', limit: '20' };
    const first = await world.run('connection held', page);
    expect(first.changes).toHaveLength(20);
    const second = await world.run('connection held', { ...page, after: first.next });
    expect(second.changes).toHaveLength(10);
    expect(second.next).toBeNull();
    const words = await world.words('connection held', page);
    expect(words).toMatch(/^2027-03-01T03:00:00.000Z +delete +p20 +1 +2 +held/m);
    expect(words).toContain(`add --after ${first.next}`);
  });

  it('let pass for a while: what is held, and what comes; then the brake is there again', async () => {
    await removeAll();
    await world.run('connection release', { all: true, for: '60' });
    expect(await activeCount(wire)).toBe(0);
    const more = await makePeople(wire, 120, 'more');
    world.pass(59 * MINUTE_MS);
    expect(await tally(more.slice(0, 60), remove)).toEqual({ 204: 60 });
    world.pass(2 * HOUR_MS);
    expect(await tally(more.slice(60), remove)).toEqual({ 204: 20, 429: 40 });
  });

  it('also beforehand, with nothing held', async () => {
    const answer = await world.run('connection release', { all: true, for: '30' });
    expect(answer).toEqual({ released: 0, applied: 0, waiting: 0 });
    expect(await removeAll()).toEqual({ 204: 50 });
    expect(await world.events('brake.engaged')).toBe(0);
  });

  it('deactivated here while a deletion is held, and the other way round: nothing is left over', async () => {
    await removeAll();
    const [a, b] = [people[30], people[31]];
    const off = { op: 'replace', path: 'active', value: false };
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
    for (const { id } of [a, b]) {
      const { status } = await wire.patch(`/Users/${id}`, { schemas, Operations: [off] });
      expect(status).toBe(429);
    }
    const rows = await world.held();
    const idOf = (person: Body, what: string) =>
      rows.find((row) => row.resourceId === person.id && row.what === what)?.id;
    await world.run('connection release', { id: idOf(a, 'deactivate') });
    await world.run('connection release', { id: idOf(b, 'delete') });
    const left = (await world.held()).map(({ resourceId }) => resourceId);
    expect(left).not.toContain(a.id);
    expect(left).not.toContain(b.id);
    expect((await wire.get(`/Users/${a.id}`)).body.active).toBe(false);
    expect((await wire.get(`/Users/${b.id}`)).status).toBe(404);
    // Somebody without access is deleted whatever is held.
    expect((await remove(a)).status).toBe(204);
  });

  it('a group that is deleted goes with a release; a discarded one can be released after all', async () => {
    const group = await makeGroup(wire, 'Everybody', people);
    world.pass(2 * HOUR_MS);
    expect((await wire.delete(`/Groups/${group.id}`)).status).toBe(429);
    const [row] = await world.held();
    expect(row).toMatchObject({ what: 'deleteGroup', displayName: 'Everybody', amount: 50 });
    await world.run('connection discard', { id: row?.id });
    expect((await wire.get(`/Groups/${group.id}`)).body.members).toHaveLength(50);
    await world.run('connection release', { id: row?.id });
    expect((await wire.get(`/Groups/${group.id}`)).status).toBe(404);
  });

  it('nothing is decided twice', async () => {
    await removeAll();
    const row = await heldOf(people[20]);
    await world.run('connection release', { id: row?.id });
    await expect(world.run('connection release', { id: row?.id })).rejects.toThrow('it is done');
    await expect(world.run('connection discard', { id: row?.id })).rejects.toThrow('conflict');
  });
});

describe('the operator’s API: held changes', () => {
  let clients: Clients;
  beforeEach(async () => {
    clients = await clientsOf(world.server);
    await removeAll();
  });
  const list = async (query = '') =>
    (await clients.operator('GET', `/held-changes${query}`)).body.changes;

  it('lists, releases and discards', async () => {
    const [a, b, ...rest] = await list('?connection=default&limit=1000');
    expect(a).toMatchObject({ what: 'delete', resourceType: 'User', state: 'held', tries: 1 });
    const released = await clients.operator('POST', '/held-changes/release', { ids: [a.id] });
    expect(released).toMatchObject({ status: 200, body: { released: 1, applied: 1 } });
    const discarded = await clients.operator('POST', '/held-changes/discard', { ids: [b.id] });
    expect(discarded).toMatchObject({ status: 200, body: { discarded: 1 } });
    expect(await list('?state=discarded')).toMatchObject([{ id: b.id }]);
    const all = { connection: 'Default', all: true, openMinutes: 10 };
    const answer = await clients.operator('POST', '/held-changes/release', all);
    expect(answer.body).toEqual({ released: rest.length, applied: rest.length, waiting: 0 });
    expect(await list()).toEqual([]);
    expect(await activeCount(wire)).toBe(1);
  });

  it('another organisation sees and decides nothing of it', async () => {
    const other = await world.server.addTenant({ name: 'Other' });
    const [first] = await list();
    const theirs = { ...world.server, organization: other.organization };
    const stranger = await clientsOf(theirs);
    expect((await stranger.operator('GET', '/held-changes')).body.changes).toEqual([]);
    const answer = await stranger.operator('POST', '/held-changes/release', { ids: [first.id] });
    expect(answer.status).toBe(404);
    expect(await list()).toHaveLength(30);
  });
});
