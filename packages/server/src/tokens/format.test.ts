import { describe, expect, it } from 'vitest';
import { isTokenText, newOrganizationId, newTokenText } from './format.ts';

const ORGANIZATION = newOrganizationId();

describe('design.md §8, the form of a token', () => {
  it('is rcpat_<organisation>_<30 base62><6 base62 checksum>', () => {
    expect(ORGANIZATION).toMatch(/^[0-9a-z]{10}$/);
    expect(newTokenText(ORGANIZATION)).toMatch(
      new RegExp(`^rcpat_${ORGANIZATION}_[0-9A-Za-z]{36}$`),
    );
  });

  it('security A6: every truncation, extension, changed character and case flip is seen', () => {
    const token = newTokenText(ORGANIZATION);
    expect(isTokenText(token)).toBe(true);
    for (let at = 0; at < token.length; at++) {
      expect(isTokenText(token.slice(0, at)), `first ${at}`).toBe(false);
      const character = token[at] ?? '';
      const others = [character === 'x' ? 'y' : 'x', swapCase(character)];
      for (const changed of others.filter((candidate) => candidate !== character)) {
        const altered = token.slice(0, at) + changed + token.slice(at + 1);
        expect(isTokenText(altered), `character ${at}`).toBe(false);
      }
    }
    for (const added of ['0', ' ', '\n', 'rcpat_']) expect(isTokenText(token + added)).toBe(false);
  });

  it('security A7: every symbol is equally likely (chi-squared over 600,000 symbols)', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      for (const symbol of newTokenText(ORGANIZATION).slice(17, 47)) {
        counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(62);
    const expected = 600_000 / 62;
    const chiSquared = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // 61 degrees of freedom: a fair generator exceeds 120 once in about 100,000 runs.
    expect(chiSquared).toBeLessThan(120);
  });
});

function swapCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}
