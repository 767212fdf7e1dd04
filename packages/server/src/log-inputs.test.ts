import { describe, expect, it } from 'vitest';
import { Refusal } from './core.ts';
import { pageInput, readInstant } from './log-inputs.ts';

const NOW = new Date('2026-03-10T12:00:00.000Z');

describe('a moment in the past', () => {
  it.each([
    ['30m', '2026-03-10T11:30:00.000Z'],
    ['2h', '2026-03-10T10:00:00.000Z'],
    ['7d', '2026-03-03T12:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00.5+02:00', '2026-03-01T08:00:00.500Z'],
    ['2026-03-01T10:00-01:00', '2026-03-01T11:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(readInstant(text, NOW)).toBe(instant);
  });
  it.each([
    ...['', 'yesterday', '2w', '-1h', '1.5h', '123456d', '2026-02-30', '2026-13-01', '2026-3-1'],
    ...['2026-03-01T10:00:00', '2026-03-01T25:00:00Z', '2026-02-29T10:00:00Z', '1772359200'],
  ])('"%s" is none, and the refusal says what is', (text) => {
    expect(() => readInstant(text, NOW)).toThrow(Refusal);
    expect(() => readInstant(text, NOW)).toThrow('2026-11-05T10:00:00Z');
  });
});

describe('pages', () => {
  it('have 1 to 1000 rows, 50 when nothing is said', () => {
    expect(pageInput.parse({})).toEqual({ limit: 50 });
    expect(pageInput.parse({ limit: '1000', before: '7' })).toEqual({ limit: 1000, before: 7 });
    for (const wrong of [{ limit: '0' }, { limit: '1001' }, { limit: 'x' }, { before: '0' }]) {
      expect(pageInput.safeParse(wrong).success).toBe(false);
    }
  });
});
