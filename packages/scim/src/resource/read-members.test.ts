import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { readMembers } from './index.ts';
import type { Json, Mode } from './types.ts';

const read = (value: Json, mode: Mode = 'tolerant', membersPerOperation = 200_000) => {
  const notes: string[] = [];
  const note = (entry: string, subject: string) => notes.push(`${entry} ${subject}`);
  const limits = { ...DEFAULT_LIMITS, membersPerOperation };
  return { members: readMembers(value, { mode, note, limits }), notes };
};
const ids = (value: Json) => read(value).members.map((member) => member.value);

describe('RFC 7643 §4.2 members', () => {
  it('7643-4.2-02 reads value and type; display and $ref are the server’s', () => {
    const value = [
      { value: 'u1', display: 'Ann', $ref: null },
      { VALUE: 'g1', TYPE: 'group' },
      { value: 'u2', type: 'USER', $ref: 'Users/u3' },
      { value: 'u4', type: null },
    ];
    expect(read(value, 'strict')).toEqual({
      members: [
        { value: 'u1', type: undefined },
        { value: 'g1', type: 'Group' },
        { value: 'u2', type: 'User' },
        { value: 'u4', type: undefined },
      ],
      notes: [],
    });
  });
  it('7643-2.3.7-02 7643-2.4-06 takes the id from $ref when value is absent', () => {
    for (const $ref of ['Users/u1', '/Users/u1', 'https://h.test/v2/Users/u1', '../Users/u1/']) {
      expect(ids([{ $ref }])).toEqual(['u1']);
    }
    expect(ids([{ $ref: 'Users/a%20b' }])).toEqual(['a b']);
    expect(ids([{ $ref: 'Users/%zz' }])).toEqual(['%zz']);
  });
  it('names each member once', () => {
    expect(ids([{ value: 'a' }, { value: 'b' }, { value: 'a' }])).toEqual(['a', 'b']);
    expect(ids([{ value: 'a' }, { value: 'A' }])).toEqual(['a', 'A']);
  });
  it('null and [] are no members; a single object is tolerated', () => {
    expect(ids(null)).toEqual([]);
    expect(ids([])).toEqual([]);
    expect(read({ value: 'a' })).toMatchObject({ notes: ['object-for-array members'] });
    expect(() => read({ value: 'a' }, 'strict')).toThrow(/members: an array/);
  });
  it('notes an unknown name once; strict refuses it', () => {
    const value = [
      { value: 'a', foo: 1 },
      { value: 'b', foo: 1 },
    ];
    expect(read(value).notes).toEqual(['unknown-attribute members.foo']);
    expect(() => read(value, 'strict')).toThrow(/^invalidSyntax/);
  });
  it.each<[Json]>([
    ['u1'],
    [['u1']],
    [[null]],
    [[{}]],
    [[{ value: 5 }]],
    [[{ value: '' }]],
    [[{ value: { a: 1 } }]],
    [[{ $ref: '' }]],
    [[{ $ref: '/' }]],
    [[{ value: 'a', type: 5 }]],
    [[{ value: 'a\0' }]],
    [[{ $ref: 'Users/%00' }]],
    [[{ value: 'x'.repeat(70_000) }]],
    [[{ __proto__: null, constructor: 'x' }]],
  ])('refuses %j', (value) => {
    expect(() => read(value)).toThrow(/^invalidValue: members/);
  });
  it('takes an odd type where tolerant; strict refuses', () => {
    expect(read([{ value: 'a', type: 'direct' }]).members).toEqual([
      { value: 'a', type: undefined },
    ]);
    expect(() => read([{ value: 'a', type: 'direct' }], 'strict')).toThrow(/members\.type/);
  });
  it('membersPerOperation: n works, n + 1 is 413 and names the limit', () => {
    const value = [{ value: 'a' }, { value: 'b' }, { value: 'c' }];
    expect(read(value, 'tolerant', 3).members).toHaveLength(3);
    let error: unknown;
    try {
      read(value, 'tolerant', 2);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ScimError);
    expect(error).toMatchObject({ status: 413 });
    expect((error as ScimError).detail).toMatch(/at most 2 .*limit membersPerOperation/);
  });
  it('reads 200,000 members in well under a second', () => {
    const value = Array.from({ length: 200_000 }, (_, i) => ({ value: `id${i}`, display: 'x' }));
    const start = performance.now();
    expect(read(value).members).toHaveLength(200_000);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
