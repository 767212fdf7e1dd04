/** A group's members: operations become changes for the store, and no object is touched. */
import { describe, expect, it } from 'vitest';
import type { Mode } from '../resource/types.ts';
import { groupType } from '../schema/index.ts';
import { GROUP, patch, refusal } from './test-support.ts';

const TEAM = { schemas: [GROUP], displayName: 'Team' };
const request = { type: groupType };

const changes = (operations: readonly unknown[], mode: Mode = 'tolerant') =>
  patch(TEAM, operations, { ...request, mode }).members;
const error = (operation: unknown, mode: Mode = 'tolerant') =>
  refusal(TEAM, [operation], { ...request, mode }).error;
const ref = (value: string, type?: string) => ({ value, type });

const BOTH = ['tolerant', 'strict'] as const;

describe('RFC 7644 §3.5.2.1 add members', () => {
  it.each([
    ['7644-3.5.2.1-05 members', [{ value: '1' }, { value: '2' }], [ref('1'), ref('2')]],
    [
      'with display, type and $ref null',
      [{ value: '1', display: 'D', type: 'User', $ref: null }],
      [ref('1', 'User')],
    ],
    ['by $ref alone', [{ $ref: 'https://x/v2/Users/7' }], [ref('7')]],
    ['named twice', [{ value: '1' }, { value: '1' }], [ref('1')]],
  ])('%s', (_, value, members) => {
    for (const mode of BOTH) {
      for (const op of ['add', 'replace'] as const) {
        expect(changes([{ op, path: 'members', value }], mode)).toEqual([{ kind: op, members }]);
      }
    }
  });

  it('AMB-59 [] and null add nothing', () => {
    for (const mode of BOTH) {
      expect(changes([{ op: 'add', path: 'members', value: [] }], mode)).toEqual([]);
      expect(changes([{ op: 'add', path: 'members', value: null }], mode)).toEqual([]);
    }
  });

  it('AMB-09 one object instead of an array', () => {
    const operation = { op: 'add', path: 'members', value: { value: '1' } };
    const { members, notes } = patch(TEAM, [operation], request);
    expect(members).toEqual([{ kind: 'add', members: [ref('1')] }]);
    expect(notes).toEqual(['object-for-array members']);
    expect(error(operation, 'strict')).toBe('invalidValue');
  });

  it('membersPerOperation: n works, n + 1 is 413 and names the limit', () => {
    const value = [{ value: '1' }, { value: '2' }, { value: '3' }];
    for (const op of ['add', 'replace', 'remove']) {
      const operations = [{ op, path: 'members', value }];
      patch(TEAM, operations, { ...request, limits: { membersPerOperation: 3 } });
      const refused = refusal(TEAM, operations, { ...request, limits: { membersPerOperation: 2 } });
      expect(refused.status).toBe(413);
      expect(refused.detail).toContain('membersPerOperation');
    }
  });
});

describe('RFC 7644 §3.5.2.3 replace members', () => {
  it('[] means nobody, null removes all', () => {
    for (const mode of BOTH) {
      expect(changes([{ op: 'replace', path: 'members', value: [] }], mode)).toEqual([
        { kind: 'replace', members: [] },
      ]);
      expect(changes([{ op: 'replace', path: 'members', value: null }], mode)).toEqual([
        { kind: 'removeAll' },
      ]);
    }
  });

  it.each(['value', 'VALUE'])(
    'members[value eq "1"].%s: the same id changes nothing, another is 400',
    (sub) => {
      const path = `members[value eq "1"].${sub}`;
      for (const mode of BOTH) {
        expect(changes([{ op: 'replace', path, value: '1' }], mode)).toEqual([]);
        expect(error({ op: 'replace', path, value: '2' }, mode)).toBe('mutability');
        expect(error({ op: 'add', path, value: '2' }, mode)).toBe('mutability');
      }
    },
  );

  it.each([
    ['members[value eq "1"]', { value: '2' }],
    ['members[value eq "1"]', {}],
    ['members[value eq "1"]', [{ value: '1' }]],
    ['members[value eq "1"]', 'x'],
    ['members[value eq "1"].type', 'User'],
    ['members[value eq "1"].$ref', 'Users/1'],
    ['members[value eq "1"].display', 'D'],
    ['members[value eq "1"].value', 7],
    ['members[value eq "1" or value eq "2"].value', '1'],
    ['members[type eq "User"].value', '1'],
    ['members[type eq "User"]', { value: '1' }],
    ['members.value', '1'],
    ['members.display', 'D'],
    ['members.type', 'User'],
  ])('no sub-attribute of a member changes: %s %j', (path, value) => {
    for (const mode of BOTH) {
      for (const op of ['add', 'replace']) {
        expect(['mutability', 'invalidValue']).toContain(error({ op, path, value }, mode));
      }
    }
  });

  it('an element with the same id: replace keeps it, add adds it', () => {
    const path = 'members[value eq "1"]';
    expect(changes([{ op: 'replace', path, value: { value: '1' } }])).toEqual([]);
    expect(changes([{ op: 'add', path, value: { value: '1', type: 'User' } }])).toEqual([
      { kind: 'add', members: [ref('1', 'User')] },
    ]);
    expect(changes([{ op: 'add', path, value: null }])).toEqual([]);
    expect(changes([{ op: 'replace', path, value: null }])).toEqual([
      { kind: 'remove', values: ['1'] },
    ]);
  });
});

describe('RFC 7644 §3.5.2.2 remove members', () => {
  it('7644-3.5.2.2-03 without a value or with null: all of them', () => {
    for (const mode of BOTH) {
      expect(changes([{ op: 'remove', path: 'members' }], mode)).toEqual([{ kind: 'removeAll' }]);
      expect(changes([{ op: 'remove', path: 'members', value: null }], mode)).toEqual([
        { kind: 'removeAll' },
      ]);
    }
  });

  it('7644-3.5.2.2-08 AMB-22 with a value array: only those listed', () => {
    const value = [{ $ref: null, value: '1' }, { value: '2' }];
    for (const mode of BOTH) {
      const { members, notes } = patch(TEAM, [{ op: 'remove', path: 'members', value }], {
        ...request,
        mode,
      });
      expect(members).toEqual([{ kind: 'remove', values: ['1', '2'] }]);
      expect(notes).toEqual(['remove-listed members']);
    }
  });

  it('AMB-22 [] removes nobody', () => {
    for (const mode of BOTH) {
      expect(changes([{ op: 'remove', path: 'members', value: [] }], mode)).toEqual([]);
    }
  });

  it.each([
    ['text', '1'],
    ['""', ''],
    ['a number', 1],
    ['false', false],
    ['texts', ['1']],
    ['[null]', [null]],
    ['[[]]', [[]]],
    ['{}', {}],
    ['[{}]', [{}]],
    ['a value of null', [{ value: null }]],
    ['an empty value', [{ value: '' }]],
    ['a value that is a number', [{ value: 1 }]],
    ['a value that is an object', [{ value: {} }]],
    ['one good, one bad', [{ value: '1' }, {}]],
  ])('malformed (%s) is 400, never nothing and never everything', (_, value) => {
    for (const mode of BOTH) {
      for (const op of ['add', 'replace', 'remove']) {
        expect(error({ op, path: 'members', value }, mode)).toBe('invalidValue');
      }
    }
  });

  it.each([
    ['members[value eq "1"]', ['1']],
    ['MEMBERS[VALUE EQ "1"]', ['1']],
    [`${GROUP}:members[value eq "1"]`, ['1']],
    ['members[value eq "1" or value eq "2" or (value eq "3")]', ['1', '2', '3']],
    ['members[value eq "1" or value eq "1"]', ['1']],
  ])('7644-3.5.2.2-04 %s removes by id', (path, values) => {
    for (const mode of BOTH) {
      expect(changes([{ op: 'remove', path }], mode)).toEqual([{ kind: 'remove', values }]);
      expect(changes([{ op: 'remove', path, value: [{ value: '9' }] }], mode)).toEqual([
        { kind: 'remove', values },
      ]);
    }
  });

  it.each([
    'members[type eq "User"]',
    'members[value eq "1" and type eq "User"]',
    'members[not (value eq "1")]',
    'members[value sw "1"]',
    'members[value pr]',
    'members[display eq "D"]',
    'members[value eq "1" or type eq "User"]',
  ])('7644-3.5.2.2-04 %s is for the store to match', (path) => {
    for (const mode of BOTH) {
      const [change, ...more] = changes([{ op: 'remove', path }], mode);
      expect(more).toEqual([]);
      expect(change?.kind).toBe('removeMatching');
    }
  });

  it.each(['members.value', 'members[value eq "1"].value', 'members[value eq "1"].display'])(
    'remove %s is 400 mutability',
    (path) => {
      for (const mode of BOTH) expect(error({ op: 'remove', path }, mode)).toBe('mutability');
    },
  );

  it('a filter on what members do not have is 400 invalidFilter', () => {
    expect(error({ op: 'remove', path: 'members[nope eq "1"]' })).toBe('invalidFilter');
    expect(error({ op: 'remove', path: 'members[value eq 1]' })).toBe('invalidFilter');
  });
});

describe('RFC 7644 §3.5.2 sequences of member operations', () => {
  it('7644-3.5.2-13 keep their order; a run of removes is joined', () => {
    const remove = (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` });
    const add = (id: string) => ({ op: 'add', path: 'members', value: [{ value: id }] });
    expect(
      changes([add('1'), remove('1'), remove('2'), remove('1'), add('3'), remove('4')]),
    ).toEqual([
      { kind: 'add', members: [ref('1')] },
      { kind: 'remove', values: ['1', '2'] },
      { kind: 'add', members: [ref('3')] },
      { kind: 'remove', values: ['4'] },
    ]);
  });

  it('adds stay apart, so that each can be refused for its own unknown ids', () => {
    const add = (id: string) => ({ op: 'add', path: 'members', value: [{ value: id }] });
    expect(changes([add('1'), add('2')])).toHaveLength(2);
  });

  it('a path-less value can name members beside attributes', () => {
    const value = { id: 'g', displayName: 'New', members: [{ value: '1' }] };
    for (const op of ['add', 'replace'] as const) {
      const { resource, members } = patch(TEAM, [{ op, value }], request);
      expect(resource).toEqual({ ...TEAM, displayName: 'New' });
      expect(members).toEqual([{ kind: op, members: [ref('1')] }]);
    }
  });

  it('the resource given comes back as it is when only members change', () => {
    const { resource } = patch(TEAM, [{ op: 'remove', path: 'members' }], request);
    expect(resource).toBe(TEAM);
  });

  it('7644-3.5.2.2-06 the display name of a group cannot be removed', () => {
    expect(error({ op: 'remove', path: 'displayName' })).toBe('mutability');
  });

  it('many removes in one request stay quick', () => {
    const operations = Array.from({ length: 1000 }, (_, i) => ({
      op: 'remove',
      path: 'members',
      value: Array.from({ length: 20 }, (_x, j) => ({ value: `${i}-${j}` })),
    }));
    const start = performance.now();
    expect(changes(operations)).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
