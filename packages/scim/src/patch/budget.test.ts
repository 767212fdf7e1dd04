import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { parseFilter } from '../filter/index.ts';
import { createBudget, PATCH_COMPARISONS_MAX } from './budget.ts';

const values = (count: number, text: string) => Array.from({ length: count }, () => text);

describe('patchComparisons', () => {
  it('n works, n + 1 is 400 tooMany', () => {
    const budget = createBudget();
    for (let i = 0; i < PATCH_COMPARISONS_MAX / 1000; i++)
      budget.charge(values(1000, ''), undefined);
    expect(() => budget.charge(values(1, ''), undefined)).toThrow(ScimError);
  });

  it('counts terms, and the length of the texts', () => {
    const times = PATCH_COMPARISONS_MAX / 1000 / 4;
    const filter = parseFilter('a eq "1" and not (b eq "2" or c pr)', []);
    const budget = createBudget();
    // Three terms, on 500 values of 300 characters: 500 × (1 + 3) × 3.
    for (let i = 0; i < Math.floor((times * 4) / 6); i++)
      budget.charge(values(500, 'x'.repeat(300)), filter);
    expect(() =>
      budget.charge([{ value: 'x'.repeat(3000) }, ...values(500, 'x'.repeat(300))], filter),
    ).toThrow(ScimError);
  });
});
