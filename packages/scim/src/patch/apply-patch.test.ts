import { describe, expect, it } from 'vitest';
import { ENTERPRISE, patch, refusal, THING, thingType, USER } from './test-support.ts';

const JO = {
  schemas: [USER],
  userName: 'jo',
  name: { givenName: 'Jo', familyName: 'Ray' },
  emails: [{ value: 'a@x', type: 'work', primary: true }],
};

describe('RFC 7644 §3.5.2 sequences', () => {
  it('7644-3.5.2-13 each operation sees what those before it did', () => {
    const { resource } = patch(JO, [
      { op: 'add', path: 'emails', value: [{ value: 'b@x', type: 'home' }] },
      { op: 'replace', path: 'emails[type eq "home"].value', value: 'c@x' },
      { op: 'remove', path: 'emails[value eq "a@x"]' },
      { op: 'add', path: 'emails[value eq "c@x"].primary', value: true },
    ]);
    expect(resource.emails).toEqual([{ value: 'c@x', type: 'home', primary: true }]);
  });

  it('7644-3.5.2-12 AMB-04 schemas follow the extension data', () => {
    const department = `${ENTERPRISE}:department`;
    const set = { op: 'add', path: department, value: 'R&D' };
    const added = patch(JO, [set, { op: 'replace', path: 'department', value: 'Sales' }]).resource;
    expect(added.schemas).toEqual([USER, ENTERPRISE]);
    expect(added[ENTERPRISE]).toEqual({ department: 'Sales' });
    const removed = patch(added, [{ op: 'remove', path: department }]).resource;
    expect(removed).toEqual(JO);
    expect(patch(JO, [set, { op: 'remove', path: ENTERPRISE }]).resource).toBe(JO);
  });

  it('7644-3.5.2-19 required attributes may be bad between operations, not at the end', () => {
    const blank = { op: 'replace', path: 'userName', value: '' };
    expect(refusal(JO, [blank]).error).toBe('invalidValue');
    const named = patch(JO, [blank, { op: 'replace', path: 'userName', value: 'al' }]);
    expect(named.resource.userName).toBe('al');
  });

  it('7643-2.4-05 values with the same type and value become one at the end', () => {
    const { resource } = patch(JO, [
      { op: 'add', path: 'emails', value: [{ value: 'A@x', type: 'WORK', display: 'D' }] },
    ]);
    expect(resource.emails).toEqual([{ value: 'A@x', type: 'WORK', display: 'D', primary: true }]);
  });
});

describe('RFC 7644 §3.5.2 atomicity', () => {
  it('7644-3.5.2-15 a refused request leaves the (deeply frozen) resource as it was', () => {
    const before = JSON.stringify(JO);
    const good = { op: 'replace', path: 'emails[type eq "work"].value', value: 'z@x' };
    for (const bad of [
      { op: 'replace', path: 'nope', value: 'x' },
      { op: 'replace', path: 'id', value: 'x' },
      { op: 'add', path: 'emails', value: 'x' },
    ]) {
      refusal(JO, [good, bad]);
      expect(JSON.stringify(JO)).toBe(before);
    }
  });

  it('7644-3.5.2.1-07 no change gives the very same resource', () => {
    const same = [
      { op: 'add', path: 'emails', value: [{ type: 'work', value: 'a@x', primary: true }] },
      { op: 'replace', path: 'userName', value: 'jo' },
      { op: 'replace', path: 'name', value: { familyName: 'Ray', givenName: 'Jo' } },
      { op: 'remove', path: 'title' },
      { op: 'add', path: 'title', value: 'T' },
      { op: 'remove', path: 'title' },
    ];
    expect(patch(JO, same).resource).toBe(JO);
  });

  it('does not share anything that changes with the resource given', () => {
    const { resource } = patch(JO, [{ op: 'add', path: 'name.middleName', value: 'M' }]);
    expect(resource.name).not.toBe(JO.name);
    expect(JO.name).toEqual({ givenName: 'Jo', familyName: 'Ray' });
  });
});

describe('RFC 7644 §3.12 what errors say', () => {
  it.each([
    [{ op: 'replace', path: 'nope', value: 1 }, ['operation 2', 'nope', '/Schemas']],
    [{ op: 'replace', path: 'id', value: 1 }, ['operation 2', 'id', 'read-only', 'Leave it out']],
    [{ op: 'remove', path: 'userName' }, ['operation 2', 'userName', 'required', 'Replace']],
    [
      { op: 'add', path: 'emails[type eq "home"].primary', value: 'x' },
      ['operation 2', 'emails[type eq "home"].primary', 'true or false'],
    ],
    [{ op: 'add', value: { 'emails[nope eq 1]': {} } }, ['operation 2', 'without path', 'nope']],
  ])('%j', (bad, parts) => {
    const { detail } = refusal(JO, [{ op: 'add', path: 'title', value: 'x' }, bad]);
    for (const part of parts) expect(detail).toContain(part);
    expect(detail.length).toBeLessThan(500);
  });

  it('a strict miss says how to create the value', () => {
    const operation = { op: 'replace', path: 'emails[type eq "home"].value', value: 'x' };
    const { detail } = refusal(JO, [operation], { mode: 'strict' });
    expect(detail).toContain('operation 1');
    expect(detail).toContain('Use "add"');
  });

  it('long paths are cut', () => {
    const path = `emails[value eq "${'x'.repeat(400)}"].value`;
    const { detail } = refusal(JO, [{ op: 'replace', path, value: 'y' }], { mode: 'strict' });
    expect(detail.length).toBeLessThan(400);
  });
});

describe('limits', () => {
  it('valuesPerAttribute: n works, n + 1 is 400 and names the limit, also between operations', () => {
    const add = (value: string) => ({ op: 'add', path: 'emails', value: [{ value }] });
    const limits = { valuesPerAttribute: 2 };
    expect(patch(JO, [add('b')], { limits }).resource.emails).toHaveLength(2);
    const made = { op: 'add', path: 'emails[type eq "x"].value', value: 'c' };
    for (const over of [add('c'), made]) {
      const error = refusal(JO, [add('b'), over, { op: 'remove', path: 'emails' }], { limits });
      expect(error.error).toBe('invalidValue');
      expect(error.detail).toContain('valuesPerAttribute');
    }
  });
});

describe('the work of one request', () => {
  const many = (value: string) => ({
    ...JO,
    emails: Array.from({ length: 1000 }, (_, i) => ({ value: `${i}${value}`, type: `t${i}` })),
  });
  const sets = Array.from({ length: 1000 }, (_, i) => ({
    op: 'replace',
    path: `emails[type eq "t${i}"].display`,
    value: 'D',
  }));
  const terms = Array.from({ length: 26 }, (_, i) => `value co "q${i}"`).join(' or ');
  const heavy = sets.map(() => ({ op: 'remove', path: `emails[${terms}]` }));

  it('1,000 operations on 1,000 values are done', () => {
    expect(patch(many('@x'), sets).resource.emails).toHaveLength(1000);
  });

  it('patchComparisons: far more than that is 400 tooMany, and quickly so', () => {
    const start = performance.now();
    for (const current of [many('@x'), many('x'.repeat(10_000))]) {
      const error = refusal(current, heavy);
      expect(error.error).toBe('tooMany');
      expect(error.detail).toContain('patchComparisons');
    }
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

describe('RFC 7644 §3.5.2 without a path', () => {
  const apply = (op: 'add' | 'replace', value: unknown) => patch(JO, [{ op, value }]);

  it.each(['add', 'replace'] as const)('7644-3.5.2.1-02 7644-3.5.2.3-01 %s: each key', (op) => {
    const { resource, notes } = apply(op, { nickName: 'B', TITLE: 'T', name: { middleName: 'M' } });
    expect(resource).toEqual({
      ...JO,
      nickName: 'B',
      title: 'T',
      name: { ...JO.name, middleName: 'M' },
    });
    expect(notes).toEqual([`path-less-patch ${op}`]);
  });

  it('add appends to what replace replaces', () => {
    const emails = [{ value: 'b@x' }];
    expect(apply('add', { emails }).resource.emails).toEqual([...JO.emails, ...emails]);
    expect(apply('replace', { emails }).resource.emails).toEqual(emails);
    expect(apply('replace', { emails: [] }).resource.emails).toBeUndefined();
    expect(apply('add', { emails: null, name: null }).resource).toBe(JO);
    expect(apply('replace', { name: null }).resource.name).toBeUndefined();
  });

  it('7644-3.5.2-14 a new primary clears the old one', () => {
    const { resource } = apply('add', { emails: [{ value: 'b@x', primary: true }] });
    expect(resource.emails).toEqual([
      { value: 'a@x', type: 'work', primary: false },
      { value: 'b@x', primary: true },
    ]);
  });

  it.each([null, 'x', 1, true, [], [{}]])(
    '7644-3.5.2.1-02 value %j is 400 invalidValue',
    (value) => {
      for (const op of ['add', 'replace']) {
        expect(refusal(JO, [{ op, value }]).error).toBe('invalidValue');
      }
    },
  );

  it('{} changes nothing', () => {
    expect(apply('replace', {}).resource).toBe(JO);
  });

  it('7644-3.5.2.1-08 an extension URI as a key merges', () => {
    const before = { ...JO, schemas: [USER, ENTERPRISE], [ENTERPRISE]: { costCenter: '1' } };
    const value = { [ENTERPRISE.toUpperCase()]: { department: 'D', manager: 'm' } };
    const { resource, notes } = patch(before, [{ op: 'add', value }]);
    expect(resource[ENTERPRISE]).toEqual({
      costCenter: '1',
      department: 'D',
      manager: { value: 'm', $ref: 'Users/m' },
    });
    expect(notes).toEqual(['path-less-patch add', `manager-string ${ENTERPRISE}:manager`]);
  });

  it('7644-3.5.2.1-09 AMB-18 dotted, qualified and filter keys', () => {
    const value = {
      'name.givenName': 'X',
      [`${ENTERPRISE}:department`]: 'D',
      [`${ENTERPRISE}:manager.value`]: 'm',
      [`${USER}:nickName`]: 'N',
      'emails[type eq "work"].value': 'w@x',
      'emails[type eq "home"].value': 'h@x',
    };
    for (const op of ['add', 'replace'] as const) {
      const { resource, notes } = apply(op, value);
      expect(resource).toEqual({
        ...JO,
        schemas: [USER, ENTERPRISE],
        name: { givenName: 'X', familyName: 'Ray' },
        nickName: 'N',
        emails: [
          { value: 'w@x', type: 'work', primary: true },
          { type: 'home', value: 'h@x' },
        ],
        [ENTERPRISE]: { department: 'D', manager: { value: 'm', $ref: 'Users/m' } },
      });
      const keys = notes.filter((note) => note.startsWith('qualified-key'));
      expect(keys).toEqual(Object.keys(value).map((key) => `qualified-key ${key}`));
    }
  });

  it('AMB-30 an extension attribute without its URI', () => {
    const { resource, notes } = apply('replace', { employeeNumber: '7' });
    expect(resource[ENTERPRISE]).toEqual({ employeeNumber: '7' });
    expect(notes).toContain(`extension-without-urn ${ENTERPRISE}:employeeNumber`);
  });

  it('AMB-47 what clients echo is ignored', () => {
    const value = { schemas: [ENTERPRISE, 'urn:x'], id: '1', meta: { version: '2' }, groups: [] };
    const { resource, notes } = apply('replace', value);
    expect(resource).toBe(JO);
    expect(notes).toEqual(['path-less-patch replace']);
  });

  it.each([
    'nope',
    'name.nope',
    'nope.givenName',
    'urn:x:y',
    'urn:x:y:z',
    `${USER}:nope`,
    'a b',
    '',
  ])('AMB-01 the unknown key %j is left out and noted', (key) => {
    const { resource, notes } = apply('add', { [key]: 'x', title: 'T' });
    expect(resource).toEqual({ ...JO, title: 'T' });
    expect(notes).toEqual(['path-less-patch add', `unknown-attribute ${key}`]);
  });

  it('an unknown key with a sound filter is left out, a malformed one is refused', () => {
    expect(apply('add', { 'nope[type eq "a"].value': 'x' }).notes).toContain(
      'unknown-attribute nope[type eq "a"].value',
    );
    expect(refusal(JO, [{ op: 'add', value: { 'emails[': 'x' } }]).error).toBe('invalidPath');
    const malformed = refusal(JO, [{ op: 'add', value: { 'emails[type xx "a"]': 'x' } }]);
    expect(malformed.error).toBe('invalidFilter');
  });

  it('wrong values are refused as with a path', () => {
    expect(refusal(JO, [{ op: 'add', value: { active: 'maybe' } }]).error).toBe('invalidValue');
    expect(refusal(JO, [{ op: 'replace', value: { userName: null } }]).error).toBe('mutability');
    const thing = { schemas: [THING], label: 'L', needed: 'n', serial: '1' };
    const error = refusal(thing, [{ op: 'add', value: { serial: '2' } }], { type: thingType });
    expect(error.error).toBe('mutability');
  });
});

describe('RFC 7643 §2.3.2 booleans as text', () => {
  it('AMB-14 in values and in filters, noted once each', () => {
    const before = { ...JO, roles: [{ value: 'r', primary: true }] };
    const { resource, notes } = patch(before, [
      { op: 'replace', path: 'active', value: 'False' },
      { op: 'replace', path: 'roles[primary eq "True"].value', value: 's' },
    ]);
    expect(resource).toMatchObject({ active: false, roles: [{ value: 's', primary: true }] });
    expect(notes).toEqual(['boolean-string active', 'boolean-string roles.primary']);
  });

  it('in elements made from a filter', () => {
    const operation = {
      op: 'add',
      path: 'roles[primary eq "True" and not (type pr)].value',
      value: 's',
    };
    const { resource } = patch(JO, [operation]);
    expect(resource.roles).toEqual([{ value: 's', primary: true }]);
  });
});
