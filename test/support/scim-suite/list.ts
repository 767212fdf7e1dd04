import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Client, ENTERPRISE, expectError, ids, LIST } from './client.ts';

const COUNT = 25;

export function listSection(scim: Client): void {
  const all: string[] = [];
  const marker = scim.unique('list');
  const filter = `userType eq "${marker}"`;
  const list = (parameters: Record<string, string | number>) =>
    scim.list('/Users', { filter, ...parameters });

  beforeAll(async () => {
    for (let i = 0; i < COUNT; i++) {
      const user = await scim.newUser({
        userType: marker,
        externalId: `${marker}-${i % 2 === 0 ? 'a' : 'B'}${i}`,
        ...(i < 20 ? { title: `${i % 2 === 0 ? 't' : 'T'}${String(i).padStart(2, '0')}` } : {}),
        emails: [
          { value: `z${i}@example.com`, type: 'home' },
          { value: `m${String(COUNT - i).padStart(2, '0')}@example.com`, primary: true },
        ],
        [ENTERPRISE]: { employeeNumber: String(100 + i) },
      });
      all.push(user.id);
    }
  });

  describe('RFC 7644 §3.4.2.4 pagination', () => {
    it('7644-3.4.2-03 7644-3.4.2-04 7644-3.4.2-06 has all the numbers', async () => {
      const { body } = await list({ startIndex: 3, count: 10 });
      expect(body).toMatchObject({
        schemas: [LIST],
        totalResults: COUNT,
        startIndex: 3,
        itemsPerPage: 10,
      });
      expect(body.Resources).toHaveLength(10);
    });
    it.each([
      [{ startIndex: 0 }, 1, COUNT],
      [{ startIndex: -5 }, 1, COUNT],
      [{ startIndex: 24 }, 24, 2],
      [{ count: 0 }, 1, 0],
      [{ count: -1 }, 1, 0],
      [{ count: 1 }, 1, 1],
      [{ count: 1_000_000_000 }, 1, COUNT],
      [{ count: '99999999999999999999' }, 1, COUNT],
      [{ startIndex: 1_000_000 }, 1_000_000, 0],
      [{ startIndex: '9007199254740991' }, 9007199254740991, 0],
    ])('7644-3.4.2.4-01 7644-3.4.2.4-02 7644-3.4.2.4-04 %j', async (query, startIndex, items) => {
      const { status, body } = await list(query as Record<string, number>);
      expect(status).toBe(200);
      expect(body).toMatchObject({ totalResults: COUNT, startIndex, itemsPerPage: items });
      expect(body.Resources).toHaveLength(items);
    });
    it('7644-3.4.2-05 7644-3.4.2-07 AMB-61 AMB-62 nothing found is an empty list', async () => {
      const { status, body } = await scim.list('/Users', { filter: 'userName eq "nobody at all"' });
      expect(status).toBe(200);
      expect(body).toEqual({
        schemas: [LIST],
        totalResults: 0,
        startIndex: 1,
        itemsPerPage: 0,
        Resources: [],
      });
    });
    it.each(['abc', '1.5', '1e2', '', ' ', '0x10', 'NaN'])(
      '7644-3.4.2.4-08 refuses %j',
      async (value) => {
        expectError(await list({ count: value }), 400, 'invalidValue');
        expectError(await list({ startIndex: value }), 400, 'invalidValue');
      },
    );
    it('7644-3.4.2.4-06 pages do not overlap', async () => {
      const seen: string[] = [];
      for (let startIndex = 1; startIndex <= COUNT; startIndex += 7) {
        seen.push(...ids(await list({ startIndex, count: 7 })));
      }
      expect(seen).toHaveLength(COUNT);
      expect(new Set(seen)).toEqual(new Set(all));
    });
    it('7644-3.4.2-02 ignores parameters it does not know', async () => {
      expect(ids(await list({ foo: 1, cursor: '' }))).toHaveLength(COUNT);
    });
    it('walkthrough 3.2 answers a connection test', async () => {
      const { status, body } = await scim.get('/Users?startIndex=1&count=2');
      expect(status).toBe(200);
      expect(body.itemsPerPage).toBe(Math.min(2, body.totalResults));
    });
  });

  describe('RFC 7644 §3.4.2.3 sorting', () => {
    const titles = ({ body }: Answer) =>
      body.Resources.map(({ title }: { title?: string }) => title?.toLowerCase());
    const sorted = Array.from({ length: 20 }, (_, i) => `t${String(i).padStart(2, '0')}`);
    const none = Array<undefined>(5).fill(undefined);

    it('7644-3.4.2.3-04 7644-3.4.2.3-05 7644-3.4.2.3-06 ascending, missing values last', async () => {
      expect(titles(await list({ sortBy: 'title' }))).toEqual([...sorted, ...none]);
      expect(titles(await list({ sortBy: 'TITLE', sortOrder: 'Ascending' }))).toEqual([
        ...sorted,
        ...none,
      ]);
    });
    it('7644-3.4.2.3-04 descending, missing values first', async () => {
      expect(titles(await list({ sortBy: 'title', sortOrder: 'descending' }))).toEqual([
        ...none,
        ...sorted.toReversed(),
      ]);
    });
    it('7644-3.4.2.3-06 exact attributes sort by code point', async () => {
      const { body } = await list({ sortBy: 'externalId' });
      const kinds = body.Resources.map(
        ({ externalId }: { externalId: string }) => externalId[marker.length + 1],
      );
      expect(kinds.join('')).toBe('B'.repeat(12) + 'a'.repeat(13));
    });
    it.each(['emails', 'emails.value'])(
      '7644-3.4.2.3-02 sorts by the primary of %s',
      async (by) => {
        expect(ids(await list({ sortBy: by }))).toEqual(all.toReversed());
      },
    );
    it('7644-3.10-01 sorts by extension attributes and instants', async () => {
      const urn = await list({ sortBy: `${ENTERPRISE}:employeeNumber`, sortOrder: 'descending' });
      expect(ids(urn)).toEqual(all.toReversed());
      const { body } = await list({ sortBy: 'meta.created' });
      const created = body.Resources.map(({ meta }: { meta: { created: string } }) => meta.created);
      expect(created).toEqual(created.toSorted());
    });
    it('7644-3.4.2.4-06 pages of a sorted list do not overlap', async () => {
      const seen: string[] = [];
      for (let startIndex = 1; startIndex <= COUNT; startIndex += 10) {
        seen.push(...ids(await list({ sortBy: 'userType', startIndex, count: 10 })));
      }
      expect(new Set(seen)).toEqual(new Set(all));
    });
    it.each(['name', 'meta', 'foo', 'emails.foo', 'password', '', 'a b', '__proto__', ENTERPRISE])(
      '7644-3.4.2.3-03 AMB-29 refuses sortBy %j',
      async (sortBy) => {
        expectError(await list({ sortBy }), 400, 'invalidValue');
      },
    );
    it('7644-3.4.2.3-05 7644-3.4.2.3-07 checks sortOrder where it matters', async () => {
      expectError(await list({ sortBy: 'title', sortOrder: 'up' }), 400, 'invalidValue');
      expect((await list({ sortOrder: 'descending' })).status).toBe(200);
    });
  });
}
