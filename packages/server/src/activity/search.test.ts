import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Tenant, type TestServer } from '../../../../test/support/server.ts';
import type { ActivityEntry, ActivitySearch } from './index.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00.000Z');
/** More than one piece of the log: rows of one organisation are not beside each other. */
const ROWS = 6500;

let server: TestServer;
let other: Tenant;

/** One request a minute; every tenth is the other organisation's. */
beforeAll(async () => {
  server = await startServer();
  other = await server.addTenant({ name: 'Other' });
  for (let n = 0; n < ROWS; n++) server.app.activity.record(entry(n));
});
afterAll(() => server.close());

function entry(n: number): ActivityEntry {
  const failed = n % 100 === 7;
  return {
    organizationId: (n % 10 === 3 ? other : server).organization.id,
    connectionId: 'c',
    tokenId: n % 2 === 0 ? 'even' : 'odd',
    at: START + n * 60_000,
    requestId: `request-${n}`,
    method: n % 3 === 0 ? 'PATCH' : 'GET',
    path: '/Users',
    query: '',
    status: failed ? 409 : 200,
    durationMs: 1,
    resourceType: 'User',
    resourceId: `user-${n % 1000}`,
    notes: n === 5000 ? [{ entry: 'capital-op', subject: 'Add' }] : [],
    detail: failed ? 'Already has the userName "Jane_Ü"' : undefined,
    scimType: failed ? 'uniqueness' : undefined,
    requestBody: undefined,
    userAgent: n === 100 ? 'Okta SCIM Client' : undefined,
  };
}

async function all(search: ActivitySearch): Promise<string[]> {
  const found: string[] = [];
  let before: number | undefined;
  do {
    const page = await server.app.activity.search({ limit: 1000, ...search, before });
    found.push(...page.rows.map(({ requestId }) => requestId));
    before = page.next ?? undefined;
  } while (before !== undefined);
  return found;
}

/** The same by looking at each. */
function expected(wanted: (n: number) => boolean): string[] {
  const numbers = Array.from({ length: ROWS }, (_, n) => n).filter(wanted);
  return numbers.map((n) => `request-${n}`).toReversed();
}
const isMine = (n: number) => n % 10 !== 3;
const at = (n: number) => new Date(START + n * 60_000).toISOString();

describe('design.md §4 Activity, looked through', () => {
  const own = () => server.organization.id;

  it('page by page there is every row of the organisation once, newest first', async () => {
    expect(await all({ organizationId: own(), limit: 700 })).toEqual(expected(isMine));
    expect(await all({ organizationId: other.organization.id })).toEqual(
      expected((n) => !isMine(n)),
    );
    expect(await all({})).toEqual(expected(() => true));
  });

  it.each<[string, ActivitySearch, (n: number) => boolean]>([
    ['a status', { status: { least: 409, most: 409 } }, (n) => n % 100 === 7],
    ['a class of statuses', { status: { least: 400, most: 499 } }, (n) => n % 100 === 7],
    ['a method', { method: 'PATCH' }, (n) => n % 3 === 0],
    ['a token', { tokenIds: ['odd'] }, (n) => n % 2 === 1],
    ['no token of that name', { tokenIds: [] }, () => false],
    ['users', { resourceIds: ['user-5', 'user-17'] }, (n) => [5, 17].includes(n % 1000)],
    ['a request id', { requestId: 'request-42' }, (n) => n === 42],
    ['a word of a note', { text: 'CAPITAL-OP' }, (n) => n === 5000],
    ['a word of the user agent', { text: 'okta scim' }, (n) => n === 100],
    ['a word of the detail', { text: 'jane_Ü' }, (n) => n % 100 === 7],
    ['a span of time', { since: at(1000), until: at(2000) }, (n) => n >= 1000 && n < 2000],
    ['from then on', { since: at(6400) }, (n) => n >= 6400],
    ['before then', { until: at(20) }, (n) => n < 20],
    ['a time after all', { since: at(ROWS + 60) }, () => false],
    [
      'all of it at once',
      { since: at(100), until: at(900), status: { least: 400, most: 599 }, tokenIds: ['odd'] },
      (n) => n >= 100 && n < 900 && n % 100 === 7,
    ],
  ])('%s', async (_name, search, wanted) => {
    const organizationId = own();
    expect(await all({ ...search, organizationId })).toEqual(
      expected((n) => isMine(n) && wanted(n)),
    );
    expect(await all(search)).toEqual(expected(wanted));
  });

  it('a page that found nothing yet says where to go on', async () => {
    const page = await server.app.activity.search({
      organizationId: own(),
      text: 'okta',
      limit: 1,
    });
    expect(page.rows.map(({ requestId }) => requestId)).toEqual(['request-100']);
    expect(page.next).toBe(page.rows[0]?.id);
  });

  it('one request is found by its row and by its own id, and only in its organisation', async () => {
    const { activity } = server.app;
    const row = await activity.find(own(), 'request-42');
    expect(row).toMatchObject({ requestId: 'request-42', at: at(42) });
    expect(await activity.find(own(), String(row?.id))).toEqual(row);
    expect(await activity.find(undefined, 'request-42')).toEqual(row);
    expect(await activity.find(other.organization.id, 'request-42')).toBeUndefined();
    expect(await activity.find(other.organization.id, String(row?.id))).toBeUndefined();
    expect(await activity.find(own(), 'nobody')).toBeUndefined();
  });

  it('rows of a later hour are found beside those that are on their way', async () => {
    const requestId = 'just-now';
    server.app.activity.record({ ...entry(0), requestId, at: START + ROWS * HOUR_MS });
    expect(await all({ organizationId: own(), requestId })).toEqual([requestId]);
  });
});
