import { describe, expect, it } from 'vitest';
import { bySize } from './pages.ts';

describe('rows of one statement', () => {
  it('are no larger than that together, unless one is', () => {
    const row = (length: number) => ({ a: 'x'.repeat(length) });
    const parts = [...bySize([row(10), row(10), row(100), row(1), row(1)], 40)];
    expect(parts.map((part) => part.map(({ a }) => String(a).length))).toEqual([
      [10, 10],
      [100],
      [1, 1],
    ]);
    expect([...bySize([], 40)]).toEqual([]);
  });
});
