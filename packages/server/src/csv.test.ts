import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('E7 CSV (RFC 4180) without formulas', () => {
  it.each([
    ['plain', 'plain'],
    ['a "b"', '"a ""b"""'],
    ['a,b', '"a,b"'],
    ['a\r\nb', '"a\r\nb"'],
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['\nx', '"\'\nx"'],
    ['=a,"b"', '"\'=a,""b"""'],
    ['a=1', 'a=1'],
    [-1, '-1'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
    ['', ''],
    [{ old: 'a"b' }, '"{""old"":""a\\""b""}"'],
    [['x'], '"[""x""]"'],
  ])('%j is %j', (value, text) => {
    expect(csvLine([value, 'end'])).toBe(`${text},end\r\n`);
  });
});
