/** Decisions that make no sense are refused before any effect. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openCurl } from '../dialects/support/others.ts';
import { type Clients, clientsOf } from '../permissions/support.ts';
import { type BrakeWorld, HOUR_MS, makePeople, openWorld, tally } from './support.ts';

const HELD = 5;

let world: BrakeWorld;
let clients: Clients;
beforeAll(async () => {
  world = await openWorld();
  clients = await clientsOf(world.server);
  const wire = openCurl(world.server);
  const people = await makePeople(wire, 20 + HELD);
  world.pass(2 * HOUR_MS);
  expect(await tally(people, ({ id }) => wire.delete(`/Users/${id}`))).toEqual({
    204: 20,
    429: HELD,
  });
});
afterAll(() => world.server.close());
afterEach(async () => {
  expect(await world.held()).toHaveLength(HELD);
});

describe('the command line', () => {
  it.each([
    ['release', {}, 'invalid: Say which: either --id or --all'],
    ['release', { id: 'x', all: true }, 'invalid: Say which: either --id or --all'],
    ['release', { id: 'nobody' }, 'notFound: There is no held change "nobody".'],
    ['release', { id: 'nobody', for: '5' }, 'invalid: Only a whole connection can be opened'],
    ['release', { all: true, for: '1441' }, 'for'],
    [
      'discard',
      { all: true, connection: 'Nowhere' },
      'notFound: There is no connection "Nowhere".',
    ],
    ['held', { state: 'lost', limit: '1' }, 'state'],
  ])('%s %j: %s', async (name, input, message) => {
    await expect(world.run(`connection ${name}`, input)).rejects.toThrow(message);
  });
});

describe('the operator’s API', () => {
  it.each([
    ['release', {}, 400],
    ['release', { ids: [] }, 400],
    ['release', { ids: ['a'], all: true, connection: 'Default' }, 400],
    ['release', { all: true }, 400],
    ['release', { connection: 'Default' }, 400],
    ['release', { connection: 'Default', all: true, openMinutes: 0 }, 400],
    ['release', { ids: ['nobody'] }, 404],
    ['discard', { connection: 'Nowhere', all: true }, 404],
    ['discard', { ids: ['nobody'], more: 1 }, 400],
  ])('%s %j is refused before any effect', async (what, body, status) => {
    const answer = await clients.operator('POST', `/held-changes/${what}`, body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(/\S/);
  });
});
