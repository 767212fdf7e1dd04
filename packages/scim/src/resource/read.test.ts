import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { readJson } from '../json/index.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { defineResourceType, defineSchema, groupType, userType } from '../schema/index.ts';
import type { ResourceType } from '../schema/types.ts';
import { readResource } from './index.ts';
import type { Json, JsonObject, Mode } from './types.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const read = (body: Json, mode: Mode = 'tolerant', type: ResourceType = userType) => {
  const notes: string[] = [];
  const note = (entry: string, subject: string) => notes.push(`${entry} ${subject}`);
  const draft = readResource(type, body, { mode, note, limits: DEFAULT_LIMITS });
  return { ...draft, notes };
};
const user = (fields: JsonObject, mode: Mode = 'tolerant') =>
  read({ schemas: [USER], userName: 'a', ...fields }, mode);
const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return `${error.error}: ${error.detail}`;
    throw error;
  }
  throw new Error('was not refused');
};
const MODES: readonly Mode[] = ['tolerant', 'strict'];

describe('RFC 7643 §2.1 names', () => {
  it('7643-2.1-01 reads names in any case and writes the published one', () => {
    const { resource } = read({
      SCHEMAS: [USER.toUpperCase()],
      USERNAME: 'a',
      NAME: { GIVENNAME: 'G' },
      [ENTERPRISE.toUpperCase()]: { DEPARTMENT: 'd' },
    });
    expect(resource).toEqual({
      schemas: [USER, ENTERPRISE],
      userName: 'a',
      name: { givenName: 'G' },
      active: true,
      [ENTERPRISE]: { department: 'd' },
    });
    expect(Object.keys(resource)[0]).toBe('schemas');
  });
  it('AMB-01 leaves unknown attributes out and notes them; strict refuses', () => {
    const body = { foo: 1, name: { bar: 2, givenName: 'g' }, emails: [{ value: 'v', baz: 3 }] };
    const { resource, notes } = user(body);
    expect(resource).toMatchObject({ name: { givenName: 'g' }, emails: [{ value: 'v' }] });
    expect(notes).toEqual([
      'unknown-attribute foo',
      'unknown-attribute name.bar',
      'unknown-attribute emails.baz',
    ]);
    expect(refusal(() => user({ foo: 1 }, 'strict'))).toMatch(/^invalidSyntax: "foo"/);
    expect(refusal(() => user({ name: { bar: 1 } }, 'strict'))).toMatch(/"name\.bar"/);
    expect(refusal(() => user({ [ENTERPRISE]: { x: 1 } }, 'strict'))).toMatch(/^invalidSyntax/);
    expect(refusal(() => user({ 'urn:foreign': {} }, 'strict'))).toMatch(/^invalidSyntax/);
  });
  it('7643-3.3-03 takes an extension attribute at top level for unknown', () => {
    expect(user({ department: 'd' }).notes).toEqual(['unknown-attribute department']);
  });
});

describe('RFC 7643 §2.3 data types', () => {
  const wrong: readonly [string, JsonObject, string][] = [
    ['string', { title: 1 }, 'title'],
    ['string', { title: ['a'] }, 'title'],
    ['string', { externalId: {} }, 'externalId'],
    ['boolean', { active: 'yes' }, 'active'],
    ['boolean', { active: 1 }, 'active'],
    ['boolean', { emails: [{ value: 'v', primary: 'maybe' }] }, 'emails.primary'],
    ['complex', { name: 'Ann' }, 'name'],
    ['complex', { name: [{ givenName: 'Ann' }] }, 'name'],
    ['multi-valued', { emails: 'a@b' }, 'emails'],
    ['multi-valued', { emails: ['a@b'] }, 'emails'],
    ['multi-valued', { emails: [[{ value: 'v' }]] }, 'emails'],
    ['binary', { x509Certificates: [{ value: '***' }] }, 'x509Certificates.value'],
    ['binary', { x509Certificates: [{ value: 'abcde' }] }, 'x509Certificates.value'],
    ['binary', { x509Certificates: [{ value: 'abc==' }] }, 'x509Certificates.value'],
    ['extension', { [ENTERPRISE]: 'x' }, ENTERPRISE],
    ['extension', { [ENTERPRISE]: [] }, ENTERPRISE],
    ['extension', { [ENTERPRISE]: { department: 5 } }, `${ENTERPRISE}:department`],
  ];
  it.each(wrong)('7643-2.3-01 refuses a wrong %s: %j', (_, fields, path) => {
    for (const mode of MODES) {
      expect(refusal(() => user(fields, mode))).toMatch(
        new RegExp(`^invalidValue: ${path.replaceAll('.', '\\.')}:`),
      );
    }
  });
  it('7643-2.3.2-01 AMB-14 reads "True" and "False"; strict refuses', () => {
    const { resource, notes } = user({ active: 'False', roles: [{ value: 'r', primary: 'True' }] });
    expect(resource).toMatchObject({ active: false, roles: [{ value: 'r', primary: true }] });
    expect(notes).toEqual(['boolean-string active', 'boolean-string roles.primary']);
    expect(refusal(() => user({ active: 'False' }, 'strict'))).toMatch(/true or false/);
  });
  it('7643-2.3.6-02 takes base64 with and without padding', () => {
    for (const value of ['TWE=', 'TWE', 'TWFu', '']) {
      expect(user({ x509Certificates: [{ value }] }).resource.x509Certificates).toEqual([
        { value },
      ]);
    }
  });
  it('7643-2.3.7-01 takes odd references where tolerant; strict wants a URI', () => {
    const profileUrl = 'not a uri %%';
    expect(user({ profileUrl }).resource).toMatchObject({ profileUrl });
    expect(refusal(() => user({ profileUrl }, 'strict'))).toMatch(/profileUrl: a URI/);
    expect(user({ profileUrl: 'https://x.test/a%20b?c#d' }, 'strict').notes).toEqual([]);
  });
  it('7643-4.1.1-09 7643-4.1.2-06 minds locale and country where strict', () => {
    const odd = { locale: 'en US', addresses: [{ country: 'Germany' }] };
    expect(user(odd).resource).toMatchObject(odd);
    expect(refusal(() => user({ locale: 'en US' }, 'strict'))).toMatch(/locale/);
    expect(refusal(() => user({ addresses: [{ country: 'USA' }] }, 'strict'))).toMatch(/country/);
    expect(user({ locale: 'en_US', addresses: [{ country: 'US' }] }, 'strict').notes).toEqual([]);
  });
  it('7643-2.3.1-01 keeps strings as they are', () => {
    for (const title of ['', '😀', 'e\u0301', '\u202eabc', 'a\nb', ' x ']) {
      expect(user({ title }).resource.title).toBe(title);
    }
  });
  it('never lets NUL or half a surrogate pair pass', () => {
    for (const title of ['a\0', '\ud800']) {
      expect(refusal(() => user({ title }))).toMatch(/^invalidValue: title/);
    }
  });
  const numbers = defineSchema({
    id: 'urn:x:numbers',
    attributes: [
      { name: 'whole', type: 'integer' },
      { name: 'decimal', type: 'decimal' },
      { name: 'when', type: 'dateTime' },
      { name: 'tags', multiValued: true },
    ],
  });
  const numbersType = defineResourceType({
    ...{ name: 'Numbers', description: '', endpoint: '/Numbers', schema: numbers, extensions: [] },
  });
  const number = (fields: JsonObject, mode: Mode = 'tolerant') =>
    read({ schemas: ['urn:x:numbers'], ...fields }, mode, numbersType);
  it('7643-2.3.3-01 7643-2.3.4-01 AMB-25 reads numbers', () => {
    expect(number({ whole: 3, decimal: 10.5 }).resource).toMatchObject({ whole: 3, decimal: 10.5 });
    expect(Object.is(number({ whole: -0 }).resource.whole, 0)).toBe(true);
    for (const fields of [{ whole: 1.5 }, { whole: '1' }, { decimal: '1' }, { decimal: true }]) {
      expect(refusal(() => number(fields))).toMatch(/^invalidValue: (whole|decimal):/);
    }
  });
  it('7643-2.3.5-01 reads dates with times only', () => {
    for (const when of ['2011-05-13T04:42:34Z', '2011-05-13T04:42:34.123+02:00']) {
      expect(number({ when }).resource.when).toBe(when);
    }
    for (const when of ['2011-05-13', 'soon', '', 5]) {
      expect(refusal(() => number({ when }))).toMatch(/^invalidValue: when:/);
    }
  });
  it('7643-2.4-01 reads simple multi-valued attributes', () => {
    expect(number({ tags: ['a', 'b', null, 'a'] }).resource.tags).toEqual(['a', 'b']);
    expect(number({ tags: 'a' }).resource.tags).toEqual(['a']);
    expect(refusal(() => number({ tags: 'a' }, 'strict'))).toMatch(/tags: an array/);
    expect(refusal(() => number({ tags: [1] }))).toMatch(/tags: a string/);
  });
});

describe('RFC 7643 §2.4 multi-valued attributes', () => {
  it('7643-2.4-01 AMB-09 wraps a single object; strict refuses', () => {
    const { resource, notes } = user({ emails: { value: 'v' } });
    expect(resource.emails).toEqual([{ value: 'v' }]);
    expect(notes).toEqual(['object-for-array emails']);
    expect(refusal(() => user({ emails: { value: 'v' } }, 'strict'))).toMatch(/emails: an array/);
  });
  it('7643-2.4-03 refuses two primary values', () => {
    const emails = [
      { value: 'a', primary: true },
      { value: 'b', primary: true },
    ];
    expect(refusal(() => user({ emails }))).toMatch(/^invalidValue: emails: 2 values .* primary/);
  });
  it('7643-2.4-08 7643-2.4-09 keeps one value under two types, never one pair twice', () => {
    const emails = [
      { value: 'a', type: 'work' },
      { value: 'a', type: 'home' },
      { type: 'work', value: 'a' },
      { value: 'A', type: 'WORK', display: 'x' },
    ];
    expect(user({ emails }).resource.emails).toEqual([
      { value: 'A', type: 'WORK', display: 'x' },
      { value: 'a', type: 'home' },
    ]);
  });
  it('AMB-24 takes values beyond the canonical ones', () => {
    expect(user({ emails: [{ value: 'a', type: 'alumni' }] }, 'strict').resource.emails).toEqual([
      { value: 'a', type: 'alumni' },
    ]);
  });
});

describe('RFC 7643 §2.5 unassigned', () => {
  it.each<[Json]>([[null], [[]], [[null]], [[{}]], [[{ value: null }]]])(
    '7643-2.5-01 %j is no e-mail',
    (emails) => {
      expect(user({ emails }).resource).not.toHaveProperty('emails');
    },
  );
  it.each([null, {}, { givenName: null }])('7643-2.5-01 %j is no name', (name) => {
    expect(user({ name }).resource).not.toHaveProperty('name');
  });
  it('7643-3.3-02 AMB-04 an extension without data is not in schemas', () => {
    for (const empty of [null, {}, { department: null, manager: null }]) {
      const { resource } = read({
        schemas: [USER, ENTERPRISE],
        userName: 'a',
        [ENTERPRISE]: empty,
      });
      expect(resource).toEqual({ schemas: [USER], userName: 'a', active: true });
    }
  });
});

describe('RFC 7643 §3 schemas', () => {
  it('7643-2.1-04 7643-3.3-01 AMB-03 assumes the base schema; strict refuses', () => {
    for (const schemas of [null, [], [ENTERPRISE]]) {
      const { resource, notes } = read({ schemas, userName: 'a' });
      expect(resource.schemas).toEqual([USER]);
      expect(notes).toEqual([`missing-schemas ${USER}`]);
      expect(refusal(() => read({ schemas, userName: 'a' }, 'strict'))).toMatch(/^invalidSyntax/);
    }
    expect(read({ userName: 'a' }).notes).toEqual([`missing-schemas ${USER}`]);
  });
  it('7643-3-01 7643-3-03 refuses a bare string, odd values and duplicates', () => {
    for (const schemas of [USER, {}, [1], [''], [null], [USER, USER], [USER, USER.toLowerCase()]]) {
      for (const mode of MODES) {
        expect(refusal(() => read({ schemas, userName: 'a' }, mode))).toMatch(/^invalidSyntax/);
      }
    }
  });
  it('7643-3-02 AMB-03 never keeps a foreign URI; strict refuses', () => {
    const schemas = ['http://schemas.microsoft.com/2006/11/ADSCIM/2.0/Group', GROUP];
    const body = { schemas, displayName: 'g' };
    const { resource, notes } = read(body, 'tolerant', groupType);
    expect(resource).toEqual({ schemas: [GROUP], displayName: 'g' });
    expect(notes).toEqual([`foreign-schema ${schemas[0]}`]);
    expect(refusal(() => read(body, 'strict', groupType))).toMatch(/^invalidSyntax/);
  });
  it('7643-3.3-02 adds an extension that is not listed', () => {
    for (const mode of MODES) {
      const { resource, notes } = user({ [ENTERPRISE]: { department: 'd' } }, mode);
      expect(resource.schemas).toEqual([USER, ENTERPRISE]);
      expect(notes).toEqual([`unlisted-extension ${ENTERPRISE}`]);
    }
  });
  it('7643-3-04 does not depend on the order of schemas or names', () => {
    const a = read({ schemas: [ENTERPRISE, USER], userName: 'a', [ENTERPRISE]: { division: 'd' } });
    const b = read({ [ENTERPRISE]: { division: 'd' }, userName: 'a', schemas: [USER, ENTERPRISE] });
    expect(a).toEqual(b);
  });
  it('refuses a body that is no object', () => {
    for (const body of [null, [], 'x', 1]) {
      expect(refusal(() => read(body))).toMatch(/^invalidSyntax: The body/);
    }
  });
});

describe('RFC 7643 §3.1 common attributes', () => {
  it('7643-3.1-07 7643-3.1-14 7643-4.1.2-07 ignores echoes of what the server sets', () => {
    const echo = { id: 'x', meta: { created: 1990, version: 5 }, groups: [{ value: 'g' }] };
    for (const mode of MODES) {
      expect(user(echo, mode)).toEqual(user({}, mode));
    }
  });
  it('7643-3.1-12 keeps externalId as it is', () => {
    expect(user({ externalId: 'ABC' }).resource.externalId).toBe('ABC');
  });
});

describe('RFC 7643 §4.1 User', () => {
  it('7643-4.1.1-01 requires a userName', () => {
    for (const body of [{}, { userName: null }, { userName: '' }, { userName: ' ' }]) {
      expect(refusal(() => read({ schemas: [USER], ...body }))).toMatch(/^invalidValue: userName/);
    }
  });
  it('is active unless the body says otherwise', () => {
    expect(user({}).resource.active).toBe(true);
    expect(user({ active: null }).resource.active).toBe(true);
    expect(user({ active: false }).resource.active).toBe(false);
  });
  it('7643-4.1.1-12 drops a password of any type', () => {
    for (const password of ['secret', null, 5, { a: 1 }]) {
      const { resource, notes } = user({ PassWord: password }, 'strict');
      expect(JSON.stringify(resource)).not.toMatch(/secret|password/i);
      expect(notes).toEqual(['password-dropped password']);
    }
  });
});

describe('RFC 7643 §4.2 Group', () => {
  const group = (fields: JsonObject, mode: Mode = 'tolerant') =>
    read({ schemas: [GROUP], displayName: 'g', ...fields }, mode, groupType);
  it('7643-4.2-01 requires a displayName', () => {
    const body = { schemas: [GROUP] };
    expect(refusal(() => read(body, 'tolerant', groupType))).toMatch(/displayName is required/);
  });
  it('7643-4.2-02 keeps members apart from the resource', () => {
    expect(group({ members: [{ value: 'u1', display: 'x' }] })).toEqual({
      resource: { schemas: [GROUP], displayName: 'g' },
      members: [{ kind: 'add', members: [{ value: 'u1', type: undefined }] }],
      notes: [],
    });
    for (const members of [null, []]) expect(group({ members }).members).toEqual([]);
  });
});

describe('RFC 7643 §4.3 manager', () => {
  const manager = (value: Json, mode: Mode = 'tolerant') => {
    const { resource, notes } = read(
      { schemas: [USER, ENTERPRISE], userName: 'a', [ENTERPRISE]: { manager: value } },
      mode,
    );
    return { manager: (resource[ENTERPRISE] as JsonObject | undefined)?.manager, notes };
  };
  const settled = { value: 'm1', $ref: 'Users/m1' };
  it.each([
    { value: 'm1' },
    { value: 'm1', $ref: 'https://elsewhere.test/v2/Users/other' },
    { $ref: '../Users/m1' },
    { $ref: 'https://h.test/scim/v2/Users/m1/' },
    { value: null, $ref: 'm1' },
  ])('7643-4.3-03 %j is m1', (value) => {
    expect(manager(value, 'strict')).toEqual({ manager: settled, notes: [] });
  });
  it('7643-4.3-02 ignores displayName and notes it', () => {
    const { manager: read1, notes } = manager({ value: 'm1', displayName: 'Boss' });
    expect(read1).toEqual(settled);
    expect(notes).toEqual([`read-only-ignored ${ENTERPRISE}:manager.displayName`]);
  });
  it('AMB-10 takes a string or an array of one; strict refuses', () => {
    for (const value of ['m1', ['m1'], [{ value: 'm1' }]] as const) {
      expect(manager(value)).toEqual({
        manager: settled,
        notes: [`manager-string ${ENTERPRISE}:manager`],
      });
      expect(refusal(() => manager(value, 'strict'))).toMatch(/^invalidValue: urn/);
    }
  });
  it('"", null and an empty value clear', () => {
    for (const value of ['', null, [], {}, { value: '' }, { value: '', $ref: 'Users/m1' }]) {
      expect(manager(value).manager).toBeUndefined();
    }
  });
  it('refuses two managers and other types; escapes odd ids', () => {
    for (const value of [['a', 'b'], 5, true, [[]]] as const) {
      expect(refusal(() => manager(value))).toMatch(/an object was expected/);
    }
    expect(manager({ value: '../x y' }).manager).toEqual({
      value: '../x y',
      $ref: 'Users/..%2Fx%20y',
    });
  });
});

describe('limits', () => {
  it('valueBytes: n works, n + 1 is refused', () => {
    const { valueBytes } = DEFAULT_LIMITS;
    for (const character of ['a', 'é', '€', '😀']) {
      const count = Math.floor(valueBytes / new TextEncoder().encode(character).length);
      const title = character.repeat(count);
      expect(user({ title }).resource.title).toBe(title);
      const detail = refusal(() => user({ title: title + character }));
      expect(detail).toMatch(/^invalidValue: title: .*limit valueBytes/);
      expect(detail.length).toBeLessThan(200);
    }
  });
  it('valuesPerAttribute: n works, n + 1 is refused', () => {
    const emails = Array.from({ length: 1000 }, (_, i) => ({ value: `v${i}` }));
    expect(user({ emails }).resource.emails).toHaveLength(1000);
    expect(refusal(() => user({ emails: [...emails, { value: 'x' }] }))).toMatch(
      /^invalidValue: emails: 1001 .*limit valuesPerAttribute/,
    );
  });
});

describe('prototype pollution', () => {
  const names = [Object.prototype, Function.prototype, Array.prototype].flatMap((prototype) =>
    Object.getOwnPropertyNames(prototype).filter((name) => name !== 'name'),
  );
  it.each([...new Set(names)])('a name %s at any depth is unknown, never special', (name) => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    const key = JSON.stringify(name);
    const text = `{"schemas":["${USER}","${ENTERPRISE}"],"userName":"a",${key}:{"x":1},
      "emails":[{"value":"v",${key}:{"x":1}}],"${ENTERPRISE}":{${key}:1,
      "manager":{"value":"m",${key}:"x"}},"displayName":"d","nickName":"n"}`;
    const body = readJson(text.replace('"title"', '"title2"'), { jsonDepth: 32 });
    const { resource, notes } = read(body);
    expect(Object.keys(resource)).toEqual([
      ...['schemas', 'userName', 'emails', 'displayName', 'nickName', 'active', ENTERPRISE],
    ]);
    expect(Object.getPrototypeOf(resource)).toBe(Object.prototype);
    expect(notes).toContain(`unknown-attribute ${name}`);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
    expect(refusal(() => read({ schemas: [USER], userName: 'a', [name]: 1 }, 'strict'))).toMatch(
      /^invalidSyntax/,
    );
  });
});
