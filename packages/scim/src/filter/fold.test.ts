import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from './index.ts';

const CODE_POINTS = 0x110000;
const isSurrogate = (code: number) => code >= 0xd800 && code <= 0xdfff;

describe('RFC 7644 §5 the fold', () => {
  it.each([
    ['', ''],
    ['abc-1', 'abc-1'],
    ['BJensen@Example.COM', 'bjensen@example.com'],
    ['ÄÖÜ', 'äöü'],
    ['Éa', 'éa'],
    ['E\u0301', 'é'],
    ['ＡＢ＠１', 'ab@1'],
    ['a\u3000b', 'a b'],
    ['ｶﾞ', 'ガ'],
    ['ﾡￂￇￊￏￒￗￚￜﾠ', 'ㄱㅏㅔㅕㅚㅛㅠㅡㅣ\u3164'],
    ['￣￠', '¯¢'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['οδος', 'οδοσ'],
    ['\u212a\u212b\u2126', 'kåω'],
    ['İ', 'i\u0307'],
    ['𐐀', '𐐨'],
    ['Ǆ', 'ǆ'],
    ['ẞ', 'ß'],
  ])('7644-5-01 %s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
  it.each([
    ['straße', 'STRASSE'],
    ['adm\u0131n', 'admin'],
    ['ﬁ', 'fi'],
    ['a ', 'a'],
    ['é', 'e'],
    ['𝐚', 'a'],
    ['\u0430', 'a'],
  ])('7644-5-01 keeps %s and %s apart', (a, b) => {
    expect(fold(a)).not.toBe(fold(b));
  });
  it('is idempotent over every code point, alone and among others', () => {
    const wrong: string[] = [];
    for (let code = 0; code < CODE_POINTS; code++) {
      if (isSurrogate(code)) continue;
      const character = String.fromCodePoint(code);
      for (const text of [character, `a${character}\u0301`, `Σ${character}`]) {
        const folded = fold(text);
        if (fold(folded) !== folded) wrong.push(code.toString(16));
      }
    }
    expect(wrong).toEqual([]);
  });
  it('is idempotent, and blind to case and normal form, over texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const folded = fold(text);
        expect(fold(folded)).toBe(folded);
        expect(fold(text.toLowerCase())).toBe(folded);
        expect(fold(text.normalize('NFC'))).toBe(folded);
        expect(fold(text.normalize('NFD'))).toBe(folded);
      }),
      { numRuns: 5000 },
    );
  });
  it('the quick way over ASCII gives what the long way gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(fold(`${text}é`)).toBe(`${fold(text)}é`);
      }),
    );
  });
});
