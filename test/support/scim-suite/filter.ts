import { beforeAll, describe, expect, it } from 'vitest';
import { FIGURE_2 } from '../../../packages/scim/src/filter/test-cases.ts';
import { type Client, ENTERPRISE, expectError, USER } from './client.ts';

export function filterSection(scim: Client): void {
  const marker = scim.unique('filter');
  const names = new Map<string, string>();
  /** Which of the users a, b, c, d a filter finds. */
  const find = async (filter: string): Promise<string> => {
    const answer = await scim.list('/Users', { filter: `userType eq "${marker}" and (${filter})` });
    expect(answer.status, answer.text).toBe(200);
    const found = answer.body.Resources.map(({ id }: { id: string }) => names.get(id));
    expect(answer.body.totalResults).toBe(found.length);
    return found.sort().join('');
  };

  beforeAll(async () => {
    const people: Record<string, object> = {
      a: {
        title: 'Tour Guide',
        nickName: '100%_sure\\',
        externalId: `${marker}Ext`,
        emails: [
          { type: 'work', value: 'A@Example.com' },
          { type: 'home', value: 'b@example.org', primary: true },
        ],
        [ENTERPRISE]: { department: 'Sales', manager: { value: 'Boss' } },
      },
      b: { title: 'guide', active: false, emails: [{ type: 'work', value: 'b@example.org' }] },
      c: { name: { familyName: "O'Malley" }, x509Certificates: [{ value: 'TWFu' }] },
      d: { title: 'Zebra', displayName: 'said "hi"', profileUrl: 'http://example.com/Path' },
    };
    for (const [name, attributes] of Object.entries(people)) {
      const user = await scim.newUser({ userType: marker, ...attributes });
      names.set(user.id, name);
    }
  });

  describe('RFC 7644 §3.4.2.2 filtering', () => {
    it.each([
      ['7644-3.4.2.2-06', 'title eq "tour guide"', 'a'],
      ['7644-3.4.2.2-06', 'active eq false', 'b'],
      ['7644-3.4.2.2-03', 'ACTIVE Eq TRUE AND NOT (Title PR)', 'c'],
      ['7644-3.4.2.2-07 AMB-05', 'title ne "guide"', 'acd'],
      ['AMB-05', 'emails.type ne "home"', 'bcd'],
      ['7644-3.4.2.2-08', 'title co "GUIDE"', 'ab'],
      ['7644-3.4.2.2-08', 'title sw "tour"', 'a'],
      ['7644-3.4.2.2-08', 'title ew "guide"', 'ab'],
      ['7644-3.4.2.2-08', 'title sw "guide" and title ew "guide"', 'b'],
      ['7644-3.4.2.2-08', 'nickName co "%"', 'a'],
      ['7644-3.4.2.2-08', 'nickName co "0%_S"', 'a'],
      ['7644-3.4.2.2-08', 'nickName ew "\\\\"', 'a'],
      ['7644-3.4.2.2-08', 'title co "%" or title co "_"', ''],
      ['7644-3.4.2.2-09', 'title pr', 'abd'],
      ['7644-3.4.2.2-09', 'name pr', 'c'],
      ['7644-3.4.2.2-09', 'emails pr', 'ab'],
      ['AMB-42', 'title eq null', 'c'],
      ['AMB-42', 'title ne null', 'abd'],
      ['7644-3.4.2.2-10', 'title gt "h"', 'ad'],
      ['7644-3.4.2.2-10', 'title le "guide"', 'b'],
      ['7644-3.4.2.2-10', 'meta.created gt "2011-05-13T04:42:34Z"', 'abcd'],
      ['7643-2.3.5-02', 'meta.created lt "2011-05-13T06:42:34.5+02:00"', ''],
      ['7644-3.4.2.2-12', 'not (title pr)', 'c'],
      ['7644-3.4.2.2-12 AMB-08', 'not(title pr)', 'c'],
      ['7644-3.4.2.2-13', 'title eq "guide" or title pr and active eq true', 'abd'],
      ['7644-3.4.2.2-14', '(title eq "guide" or title pr) and active eq true', 'ad'],
      ['7644-3.4.2.2-15', 'emails[type eq "work" and value co "b@"]', 'b'],
      ['7644-3.4.2.2-15', 'emails.type eq "work" and emails.value co "b@"', 'ab'],
      ['7644-3.4.2.2-17', 'emails.value eq "B@EXAMPLE.ORG"', 'ab'],
      ['7644-3.4.2.2-18 AMB-46', 'emails co "example.com"', 'a'],
      ['7643-2.4-04 AMB-06', 'emails[type eq "work" and primary eq false]', 'ab'],
      ['AMB-58', 'emails[not (type eq "home")]', 'ab'],
      ['7644-3.4.2.2-23', `externalId eq "${marker}Ext"`, 'a'],
      ['7643-3.1-12', `externalId eq "${marker}EXT"`, ''],
      ['7644-3.4.2.2-24 AMB-28', 'active eq "true"', 'acd'],
      ['7644-3.4.2.2-25', `schemas eq "${ENTERPRISE}"`, 'a'],
      ['7644-3.4.2.2-26', `${ENTERPRISE}:department eq "sales"`, 'a'],
      ['7644-3.4.2.2-26', `${ENTERPRISE}:manager.value eq "Boss"`, 'a'],
      ['7644-3.10-03', `${USER.toUpperCase()}:TITLE eq "guide"`, 'b'],
      ['AMB-30', 'department eq "Sales"', 'a'],
      ['7644-3.4.2.2-27', 'displayName eq "said \\"hi\\""', 'd'],
      ['7644-3.4.2.2-27', 'title eq "\\u0067uide"', 'b'],
      ['7643-4.1.1-11', 'name.familyName co "O\'Malley"', 'c'],
      ['7643-2.3.6-03', 'x509Certificates.value eq "twfu"', ''],
      ['7643-2.3.7-04', 'profileUrl eq "http://example.com/path"', ''],
      ['7643-3-05', 'meta.resourceType eq "User"', 'abcd'],
    ])('%s %s', async (_id, filter, expected) => {
      expect(await find(filter)).toBe(expected);
    });

    it('7643-3.1-09 7644-3.6-03 id is exact, and findable', async () => {
      const [id = ''] = names.keys();
      expect(await find(`id eq "${id}"`)).toBe('a');
      if (id.toUpperCase() !== id) expect(await find(`id eq "${id.toUpperCase()}"`)).toBe('');
    });
    it('finds by version and instants of meta', async () => {
      const user = (await scim.newUser()) as { id: string; meta: Record<string, string> };
      for (const clause of [
        `meta.created eq "${user.meta.created}"`,
        `meta.lastModified le "${user.meta.lastModified}"`,
        `meta.version eq ${JSON.stringify(user.meta.version)}`,
      ]) {
        const filter = `id eq "${user.id}" and ${clause}`;
        expect((await scim.list('/Users', { filter })).body.totalResults, clause).toBe(1);
      }
    });
    it('7643-5-01 Figure 2 of the RFC: every example is understood', async () => {
      for (const filter of ['userName eq "bjensen"', ...FIGURE_2]) {
        expect((await scim.list('/Users', { filter, count: 0 })).status, filter).toBe(200);
      }
    });

    it.each([
      ['7644-3.4.2.2-04', ''],
      ['7644-3.4.2.2-04', ' '],
      ['7644-3.4.2.2-04', 'userName'],
      ['7644-3.4.2.2-04', 'eq "x"'],
      ['7644-3.4.2.2-04', 'userName eq'],
      ['7644-3.4.2.2-05', "userName eq 'x'"],
      ['7644-3.4.2.2-05', 'userName eq "x"y'],
      ['7644-3.4.2.2-05', '(userName pr'],
      ['7644-3.4.2.2-05', 'userName pr)'],
      ['7644-3.4.2.2-05', 'userName eq "x" and'],
      ['7644-3.4.2.2-05', 'userName eq x'],
      ['7644-3.4.2.2-11', 'active gt true'],
      ['7644-3.4.2.2-11', 'x509Certificates.value ge "A"'],
      ['7644-3.4.2.2-16', 'emails[emails.type eq "x"]'],
      ['7644-3.4.2.2-16', 'emails[type[value eq "x"]]'],
      ['7644-3.4.2.2-18', 'name co "x"'],
      ['7644-3.4.2.2-21', 'userName regex "x"'],
      ['7644-3.4.2.2-22 AMB-13', 'foo eq "x"'],
      ['AMB-13', 'urn:example:x:userName eq "x"'],
      ['7644-3.4.2.2-24 AMB-28', 'userName eq 5'],
      ['E3', '__proto__ pr'],
      ['E3', 'constructor.name eq "x"'],
      ['E3', 'name.__proto__ pr'],
    ])('%s refuses %j', async (_id, filter) => {
      expectError(await scim.list('/Users', { filter }), 400, 'invalidFilter');
    });
    it.each(['filter=%zz', 'filter=userName+pr&filter=title+pr', 'filter=%C0%AE', 'filter'])(
      '7644-1-01 D4 refuses ?%s',
      async (query) => {
        expectError(await scim.get(`/Users?${query}`), 400, 'invalidFilter');
      },
    );
    it('7644-1-01 decodes %20, %22, + and UTF-8', async () => {
      const user = await scim.newUser({ userName: scim.unique('Zoë +') });
      const name = encodeURIComponent(user.userName);
      const { body } = await scim.get(`/Users?filter=userName%20eq+%22${name}%22`);
      expect(body.Resources).toEqual([user]);
    });
    it.each(['(', 'not (', 'a and ', 'a.', '[', 'emails[', 'a pr and (', '"'])(
      'E1 E4 is quick to refuse a hostile %j, 3 KB of it',
      async (part) => {
        const filter = part.repeat(Math.floor(3000 / part.length));
        const start = performance.now();
        expectError(await scim.list('/Users', { filter }), 400, 'invalidFilter');
        expect(performance.now() - start).toBeLessThan(1000);
      },
    );
    it('E4 limits are kept: 4,096 characters, 100 terms, depth 20', async () => {
      const long = (length: number) => `title eq "${'x'.repeat(length - 11)}"`;
      const terms = (count: number) => Array(count).fill('title pr').join(' and ');
      const deep = (depth: number) => `${'('.repeat(depth)}title pr${')'.repeat(depth)}`;
      for (const filter of [long(4096), terms(100), deep(20)]) {
        expect((await scim.list('/Users', { filter, count: 0 })).status).toBe(200);
      }
      for (const filter of [long(4097), terms(101), deep(21)]) {
        expectError(await scim.list('/Users', { filter, count: 0 }), 400, 'invalidFilter');
      }
    });
  });
}
