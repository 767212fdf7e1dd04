import { describe, expect, it } from 'vitest';
import type { Mode } from '../resource/types.ts';
import { checkUnknownMembers } from './members.ts';

describe('unknown members', () => {
  const check = (mode: Mode, named: number, unknown: readonly string[]) => {
    const notes: string[] = [];
    checkUnknownMembers(named, unknown, {
      mode,
      note: (entry, subject) => notes.push(`${entry} ${subject}`),
    });
    return notes;
  };

  it('tolerant notes them', () => {
    expect(check('tolerant', 3, ['x', 'y'])).toEqual(['unknown-member "x"', 'unknown-member "y"']);
    expect(check('tolerant', 3, [])).toEqual([]);
    expect(check('tolerant', 0, [])).toEqual([]);
  });
  it('tolerant refuses when nobody is known', () => {
    expect(() => check('tolerant', 2, ['x', 'y'])).toThrow(/^invalidValue.*"x", "y"/);
  });
  it('strict refuses, and names the first of them', () => {
    expect(() => check('strict', 3, ['x'])).toThrow(/^invalidValue.*"x"/);
    expect(() => check('strict', 9, [...'abcdefg'])).toThrow(/"e" and 2 more/);
    expect(check('strict', 3, [])).toEqual([]);
  });
});
