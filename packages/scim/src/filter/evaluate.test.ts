import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../resource/types.ts';
import { groupType, schemaUris, userType } from '../schema/index.ts';
import type { ResourceType } from '../schema/types.ts';
import {
  evaluate,
  evaluateElement,
  parseFilter,
  resolveElementFilter,
  resolveFilter,
} from './index.ts';
import { FIGURE_2 } from './test-cases.ts';
import { gaugeType } from './test-types.ts';

const matches = (text: string, resource: JsonObject, type: ResourceType = gaugeType) =>
  evaluate(resolveFilter(parseFilter(text, schemaUris(type)), type), resource);

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ann: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
  id: 'Id1',
  externalId: 'Ext1',
  userName: 'John',
  name: { familyName: "O'MALLEY", givenName: 'J%_\\' },
  title: 'Boss',
  userType: 'Employee',
  active: true,
  emails: [
    { value: 'a@EXAMPLE.com', type: 'work' },
    { value: 'b@x.test', type: 'home', primary: true },
  ],
  groups: [{ value: 'G1', display: 'Staff', type: 'direct' }],
  [ENTERPRISE]: { department: 'Tour', manager: { value: 'M1', $ref: 'Users/M1' } },
  meta: {
    resourceType: 'User',
    created: '2010-01-23T04:56:22Z',
    lastModified: '2011-05-13T06:42:34+02:00',
    version: 'W/"3"',
    location: 'https://h.test/scim/v2/Users/Id1',
  },
};

describe('RFC 7644 figure 2', () => {
  const expected = [
    ...[true, true, true, true, true],
    ...[false, true, false, true],
    ...[true, true, true, true, false, true, true, true],
  ];
  it.each(FIGURE_2.map((text, index) => ({ text, expected: expected[index] })))(
    '7644-3.4.2.2-28 $text: $expected',
    ({ text, expected }) => {
      expect(matches(text, ann, userType)).toBe(expected);
    },
  );
  it.each(FIGURE_2)('7644-3.4.2.2-28 on an empty user: %s', (text) => {
    expect(matches(text, {}, userType)).toBe(text.startsWith('userType ne'));
  });
});

/** Rows of a type: what is stored, the filter's value, and the operators that then hold. */
interface Row {
  readonly name: string;
  readonly stored: Json;
  readonly value: string;
  readonly holds: string;
}
const OPERATORS: Readonly<Record<string, string>> = {
  ...{ loose: 'eq ne co sw ew gt ge lt le', exact: 'eq ne co sw ew gt ge lt le' },
  ...{ link: 'eq ne co sw ew gt ge lt le', owner: 'eq ne co sw ew gt ge lt le' },
  ...{ flag: 'eq ne', data: 'eq ne', count: 'eq ne gt ge lt le' },
  ...{ ratio: 'eq ne gt ge lt le', at: 'eq ne gt ge lt le' },
};
const rows: Row[] = [
  ['loose', 'ABC', '"abc"', 'eq co sw ew ge le'],
  ['loose', 'ABC', '"b"', 'ne co lt le'],
  ['loose', 'ABC', '"ab"', 'ne co sw gt ge'],
  ['loose', 'ABC', '"bC"', 'ne co ew lt le'],
  ['loose', 'ABC', '"abcd"', 'ne lt le'],
  ['loose', 'ABC', '""', 'ne co sw ew gt ge'],
  ['loose', '', '""', 'eq co sw ew ge le'],
  ['loose', 'a%b_c\\', '"%"', 'ne co gt ge'],
  ['loose', 'axb', '"a%b"', 'ne gt ge'],
  ['loose', 'axb', '"a_b"', 'ne gt ge'],
  ['loose', 'ΟΔΟΣ ΣΑ', '"οδος"', 'ne co sw gt ge'],
  ['loose', '\u{10000}', '"\uffff"', 'ne gt ge'],
  ['exact', 'ABC', '"abc"', 'ne lt le'],
  ['exact', 'ABC', '"ABC"', 'eq co sw ew ge le'],
  ['exact', 'ABC', '"B"', 'ne co lt le'],
  ['exact', 'e\u0301', '"é"', 'ne lt le'],
  ['link', 'https://x/A', '"https://x/a"', 'ne lt le'],
  ['link', 'https://x/A', '"https://x/"', 'ne co sw gt ge'],
  ['owner', 'https://h/v2/Users/1', '"/Users/1"', 'eq co sw ew ge le'],
  ['owner', 'Users/1', '"https://other/v2/Users/1"', 'eq co sw ew ge le'],
  ['owner', 'Users/1', '"users/1"', 'ne lt le'],
  ['flag', true, 'true', 'eq'],
  ['flag', true, 'FALSE', 'ne'],
  ['flag', false, '"False"', 'eq'],
  ['count', 9, '10', 'ne lt le'],
  ['count', 10, '10.0', 'eq ge le'],
  ['count', 10, '9', 'ne gt ge'],
  ['count', 0, '-0', 'eq ge le'],
  ['ratio', 0.5, '5e-1', 'eq ge le'],
  ['ratio', -1.5, '-1', 'ne lt le'],
  ['at', '2011-05-13T04:42:34Z', '"2011-05-13T06:42:34.0+02:00"', 'eq ge le'],
  ['at', '2011-05-13T04:42:34.0001Z', '"2011-05-13T04:42:34Z"', 'ne gt ge'],
  ['at', '2011-05-13T23:00:00-05:00', '"2011-05-14T03:59:00Z"', 'ne gt ge'],
  ['data', 'QUJD', '"QUJD"', 'eq'],
  ['data', 'QUJD', '"qujd"', 'ne'],
].map(([name, stored, value, holds]) => ({ name, stored, value, holds }) as Row);

const cells = rows.flatMap((row) =>
  (OPERATORS[row.name] ?? '').split(' ').map((operator) => ({
    ...row,
    operator,
    expected: row.holds.split(' ').includes(operator),
  })),
);

describe('RFC 7644 §3.4.2.2 operators', () => {
  it.each(cells)(
    '7644-3.4.2.2-06 … -11 $name $stored $operator $value: $expected',
    ({ name, stored, operator, value, expected }) => {
      const test = `${operator} ${value}`;
      const absent = operator === 'ne';
      expect(matches(`${name} ${test}`, { [name]: stored })).toBe(expected);
      expect(matches(`not (${name} ${test})`, { [name]: stored })).toBe(!expected);
      expect(matches(`part.${name} ${test}`, { part: { [name]: stored } })).toBe(expected);
      expect(matches(`part[${name} ${test}]`, { part: { [name]: stored } })).toBe(expected);
      expect(matches(`parts.${name} ${test}`, { parts: [{}, { [name]: stored }] })).toBe(expected);
      expect(matches(`parts[${name} ${test}]`, { parts: [{ [name]: stored }] })).toBe(expected);
      expect(matches(`${name}s ${test}`, { [`${name}s`]: [stored] })).toBe(expected);
      for (const nothing of [{}, { [name]: null, [`${name}s`]: null }, { [`${name}s`]: [] }]) {
        expect(matches(`${name} ${test}`, nothing)).toBe(absent);
        expect(matches(`${name}s ${test}`, nothing)).toBe(absent);
        expect(matches(`not (${name}s ${test})`, nothing)).toBe(!absent);
        expect(matches(`part.${name} ${test}`, { part: nothing })).toBe(absent);
        expect(matches(`parts.${name} ${test}`, { parts: [nothing] })).toBe(absent);
      }
    },
  );
  it('values that are not of the type match nothing', () => {
    expect(matches('loose eq "5"', { loose: 5 })).toBe(false);
    expect(matches('flag eq true', { flag: 'true' })).toBe(false);
    expect(matches('at gt "2011-01-01T00:00:00Z"', { at: 'soon' })).toBe(false);
    expect(matches('part.loose pr', { part: 'x' })).toBe(false);
    expect(matches('parts[not (loose pr)]', { parts: ['x'] })).toBe(false);
  });
});

describe('RFC 7644 §3.4.2.2 absent values and several values', () => {
  const one = { looses: ['a'] };
  const two = { looses: ['a', 'B'] };
  it.each<[string, JsonObject, boolean]>([
    ['looses eq "b"', two, true],
    ['looses eq "b"', one, false],
    ['looses ne "b"', two, false],
    ['looses ne "b"', one, true],
    ['looses ne "b"', {}, true],
    ['looses gt "a"', two, true],
    ['looses gt "a"', one, false],
    ['looses co "b"', two, true],
    ['looses pr', two, true],
    ['looses pr', {}, false],
    ['looses pr', { looses: [] }, false],
    ['looses pr', { looses: [''] }, false],
    ['looses pr', { looses: ['', 'x'] }, true],
    ['looses eq null', {}, true],
    ['looses eq null', { looses: [] }, true],
    ['looses eq null', one, false],
    ['looses ne null', one, true],
    ['looses ne null', {}, false],
    ['loose eq null', {}, true],
    ['loose eq null', { loose: null }, true],
    ['loose eq null', { loose: 'x' }, false],
    ['loose ne null', { loose: 'x' }, true],
    ['loose ne null', {}, false],
    ['not (loose eq "x")', {}, true],
    ['not (loose ne "x")', {}, false],
    ['not (loose pr)', {}, true],
  ])('7644-3.4.2.2-07 7644-3.4.2.2-17 AMB-05 AMB-42 %s on %j: %s', (text, resource, expected) => {
    expect(matches(text, resource)).toBe(expected);
  });
  it.each<[string, Json, boolean]>([
    ['loose', 'x', true],
    ['loose', '', false],
    ['loose', null, false],
    ['exact', '', false],
    ['link', '', false],
    ['data', 'QQ==', true],
    ['flag', false, true],
    ['count', 0, true],
    ['ratio', 0, true],
    ['at', '2011-05-13T04:42:34Z', true],
    ['part', {}, false],
    ['part', { loose: '' }, false],
    ['part', { loose: null }, false],
    ['part', { flag: false }, true],
    ['part', { unknown: 'x' }, false],
    ['part', [], false],
    ['parts', [], false],
    ['parts', [{}], false],
    ['parts', [{ loose: '' }], false],
    ['parts', [{}, { loose: 'x' }], true],
    ['tagged', [{ tags: [] }], false],
    ['tagged', [{ tags: ['x'] }], true],
  ])('7644-3.4.2.2-09 %s pr on %j: %s', (name, value, expected) => {
    expect(matches(`${name} pr`, { [name]: value })).toBe(expected);
    expect(matches(`${name} ne null`, { [name]: value })).toBe(expected);
    expect(matches(`${name} eq null`, { [name]: value })).toBe(!expected);
  });
  it('7644-3.4.2.2-09 presence of a part', () => {
    expect(matches('parts.loose pr', { parts: [{ exact: 'x' }, { loose: 'x' }] })).toBe(true);
    expect(matches('parts.loose pr', { parts: [{ exact: 'x' }] })).toBe(false);
    expect(matches('parts[loose eq null]', { parts: [{ exact: 'x' }] })).toBe(true);
    expect(matches('parts[loose eq null]', {})).toBe(false);
  });
  it('7644-3.4.2.2-15 brackets hold for one element, dots for any', () => {
    const user = {
      emails: [
        { type: 'work', value: 'a' },
        { type: 'home', value: 'b' },
      ],
    };
    expect(matches('emails[type eq "work" and value eq "b"]', user, userType)).toBe(false);
    expect(matches('emails[type eq "work" and value eq "a"]', user, userType)).toBe(true);
    expect(matches('emails.type eq "work" and emails.value eq "b"', user, userType)).toBe(true);
    expect(matches('emails[type eq "work" or type eq "x"]', user, userType)).toBe(true);
  });
  it('a[E] needs an element, and a[not (E)] one that does not satisfy E', () => {
    expect(matches('parts[not (loose eq "x")]', {})).toBe(false);
    expect(matches('parts[not (loose eq "x")]', { parts: [] })).toBe(false);
    expect(matches('parts[not (loose eq "x")]', { parts: [{ loose: 'x' }] })).toBe(false);
    expect(matches('parts[not (loose eq "x")]', { parts: [{ loose: 'x' }, {}] })).toBe(true);
    expect(matches('parts[loose ne "x"]', { parts: [{ loose: 'x' }, { loose: 'y' }] })).toBe(true);
    expect(matches('not (parts[loose eq "x"])', {})).toBe(true);
  });
  it('parts with several values', () => {
    const resource = { tagged: [{ tags: ['a', 'B'] }] };
    expect(matches('tagged.tags eq "b"', resource)).toBe(true);
    expect(matches('tagged[tags eq "b"]', resource)).toBe(true);
    expect(matches('tagged[tags ne "b"]', resource)).toBe(false);
  });
  it('AMB-06 an element without primary is not primary', () => {
    const none = { values: [{ value: 'x' }] };
    const both = { values: [{ value: 'x' }, { value: 'y', primary: true }] };
    const only = { values: [{ value: 'y', primary: true }] };
    const table: [string, boolean, boolean, boolean, boolean][] = [
      ['values[primary eq false]', true, true, false, false],
      ['values.primary eq false', true, true, false, false],
      ['values[primary ne false]', false, true, true, false],
      ['values.primary ne false', false, false, true, true],
      ['values[primary eq true]', false, true, true, false],
      ['values.primary ne true', true, false, false, true],
      ['values[primary eq false and value eq "y"]', false, false, false, false],
    ];
    for (const [text, ...expected] of table) {
      expect([none, both, only, {}].map((resource) => matches(text, resource))).toEqual(expected);
    }
  });
});

describe('RFC 7644 §3.4.2.2 whole resources', () => {
  it.each<[string, boolean]>([
    ['id eq "Id1"', true],
    ['id eq "id1"', false],
    ['externalId eq "EXT1"', false],
    ['userName eq "JOHN"', true],
    ['name.givenName co "%_"', true],
    ['name.givenName co "\\\\"', true],
    ['meta.version eq "w/\\"3\\""', false],
    ['meta.resourceType eq "User"', true],
    ['meta.location co "/Users/Id1"', true],
    ['meta.created lt "2010-01-23T04:56:23Z"', true],
    ['groups eq "G1"', true],
    ['groups.display sw "st"', true],
    ['department eq "TOUR"', true],
    [`${ENTERPRISE}:manager.value eq "M1"`, true],
    [`${ENTERPRISE}:manager[value eq "m1"]`, false],
    ['manager.$ref eq "https://h.test/scim/v2/Users/M1"', true],
    ['schemas eq "URN:ietf:params:scim:schemas:CORE:2.0:User"', true],
    ['schemas ne "urn:other"', true],
    ['active eq "true"', true],
    ['nickName pr', false],
    ['emails co "@example"', true],
    ['title pr and (userType eq "x" or active eq true) and not (nickName pr)', true],
  ])('7644-3.4.2.2-23 … -26 %s: %s', (text, expected) => {
    expect(matches(text, ann, userType)).toBe(expected);
  });
  it('sees members of groups', () => {
    const group = { displayName: 'Staff', members: [{ value: 'U1', type: 'User' }] };
    expect(matches('members[value eq "U1"]', group, groupType)).toBe(true);
    expect(matches('members eq "u1"', group, groupType)).toBe(false);
    expect(matches('members.type eq "group"', group, groupType)).toBe(false);
  });
  it('E3 inherited properties are no values', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"title": "x"}, "emails": [{"__proto__": {"type": "x"}}]}',
    );
    expect(matches('title pr', hostile, userType)).toBe(false);
    expect(matches('emails.type pr', hostile, userType)).toBe(false);
    const child: JsonObject = Object.create({ title: 'x' });
    expect(matches('title pr', child, userType)).toBe(false);
  });
});

describe('RFC 7644 §3.5.2 elements', () => {
  const parts = gaugeType.attributes.get('parts');
  const matchesElement = (text: string, element: Json) => {
    if (parts === undefined) throw new Error('parts');
    return evaluateElement(resolveElementFilter(parseFilter(text, []), parts), element);
  };
  it('match one by one', () => {
    expect(matchesElement('loose eq "X" and not (flag eq true)', { loose: 'x' })).toBe(true);
    expect(matchesElement('loose eq "X" or count gt 5', { count: 5 })).toBe(false);
    expect(matchesElement('loose pr', { loose: 'x' })).toBe(true);
    for (const none of [null, 'x', 5, [], [{ loose: 'x' }]]) {
      expect(matchesElement('not (loose eq "x")', none)).toBe(false);
    }
  });
});
