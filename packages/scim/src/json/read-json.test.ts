import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { isObject, own, readJson } from './index.ts';

const read = (text: string, jsonDepth = 32) => readJson(text, { jsonDepth });
const refusal = (text: string, jsonDepth = 32): string => {
  try {
    read(text, jsonDepth);
  } catch (error) {
    if (error instanceof ScimError && error.error === 'invalidSyntax') return error.detail;
    throw error;
  }
  throw new Error('was not refused');
};
/** JSON texts are built from strings here, so that no source line holds the odd character itself. */
const text = (...parts: readonly (string | number)[]) =>
  parts.map((part) => (typeof part === 'number' ? String.fromCharCode(part) : part)).join('');

describe('RFC 8259 JSON texts', () => {
  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (json) => {
        let value: unknown;
        try {
          value = read(json);
        } catch {
          return; // names that differ in case only, or large numbers
        }
        expect(value).toEqual(JSON.parse(json));
      }),
    );
  });
  it('7643-2.3.1-01 reads objects of any strings, escaped or not', () => {
    const strings = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0'));
    fc.assert(
      fc.property(fc.array(strings), (values) => {
        expect(read(JSON.stringify(values, null, 2))).toEqual(values);
      }),
    );
  });
  it.each([
    '',
    ' ',
    '{',
    '}',
    '{"a":1',
    '{"a" 1}',
    '{a:1}',
    "{'a':1}",
    '[1,]',
    '{"a":1,}',
    'NaN',
    '[Infinity]',
    '01',
    '1e',
    '-',
    '"abc',
    '"\\',
    '"\\u12"',
    '"\\x"',
    '{"\\x":1}',
    '[1]]',
    ']',
    '// c\n1',
    text(0xfeff, '{}'),
    text('"', 1, '"'),
    '"a\nb"',
    'undefined',
    '{"a":1}{"b":2}',
  ])('refuses %j', (json) => {
    expect(refusal(json)).toMatch(/body/);
  });
  it('never repeats what the body said', () => {
    expect(refusal('{"password":"s3cret", oops}')).not.toMatch(/s3cret|oops/);
  });
  it('says where it stopped', () => {
    expect(refusal('{"a":1,}')).toBe('The body is not valid JSON (position 7).');
  });
});

describe('RFC 7643 §2.1 names without regard to case', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"userName":"a","username":"b"}',
    '{"a":{"b":1,"B":2}}',
    '[{"x":1},{"a":1,"b":{"c":[]},"A":2}]',
    '{"a":1,"\\u0041":2}',
    '{"":1,"":2}',
    `{${Array.from({ length: 50 }, (_, i) => `"k${i}":{"a":1}`).join()},"K3":1}`,
    `{${Array.from({ length: 12 }, (_, i) => `"k${i}":1`).join()},"K11":1}`,
    `{${Array.from({ length: 13 }, (_, i) => `"k${i}":1`).join()},"K12":1}`,
  ])('7643-2.1-02 AMB-02 refuses %s', (json) => {
    expect(refusal(json)).toMatch(/occurs twice in one object/);
  });
  it('takes the same name in different objects', () => {
    const json = '{"a":{"a":{"A":1}},"b":[{"a":1},{"a":2}],"c":"a"}';
    expect(read(json)).toEqual(JSON.parse(json));
  });
  it('takes strings with brackets, quotes and commas for strings', () => {
    const json = '{"a":"},{\\"a\\":[","b":"\\\\","c":["a","a"]}';
    expect(read(json)).toEqual(JSON.parse(json));
  });
  it('cuts a long name in its message', () => {
    const name = 'x'.repeat(500);
    expect(refusal(`{"${name}":1,"${name}":1}`).length).toBeLessThan(250);
  });
});

describe('limits', () => {
  it('jsonDepth: n works, n + 1 is refused', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(read(nested(5), 5)).toEqual([[[[[]]]]]);
    expect(refusal(nested(6), 5)).toMatch(/5 levels \(limit jsonDepth\)/);
    expect(refusal('{"a":'.repeat(100_000))).toMatch(/jsonDepth/);
    expect(read(`[${'{"a":[]},'.repeat(100)}1]`, 3)).toHaveLength(101);
  });
  it.each([
    '1e400',
    '-1e400',
    '[1e309]',
    '9007199254740993',
    '12345678901234567890',
    `${'9'.repeat(400)}`,
    `${'9'.repeat(400)}.5`,
  ])('refuses the number %s', (json) => {
    expect(refusal(json)).toMatch(/number/);
  });
  it.each([
    '0',
    '-0',
    '1e3',
    '1.5',
    '-12.5E-3',
    '9007199254740991',
    '0.12345678901234567',
    '1e-400',
  ])('takes the number %s', (json) => {
    expect(read(json)).toEqual(JSON.parse(json));
  });
  it.each(['"\\u0000"', '{"a\\u0000":1}', '["x\\u0000y"]'])('refuses NUL in %s', (json) => {
    expect(refusal(json)).toMatch(/NUL/);
  });
  it.each([
    '"\\ud800"',
    '"\\udc00"',
    '"\\ud800\\ud800"',
    '"\\ud800x"',
    '"\\ud800\\u0041"',
    '{"\\udfff":1}',
    text('"', 0xd800, '"'),
    text('"', 0xdc00, 0xd800, '"'),
    text('"\\ud83d', 0xde00, '"'),
  ])('refuses half a surrogate pair %#', (json) => {
    expect(refusal(json)).toMatch(/surrogate/);
  });
  it('takes whole pairs', () => {
    expect(read('"\\ud83d\\ude00\\uD83D\\uDE00"')).toBe('😀😀');
    expect(read('"😀"')).toBe('😀');
  });
  it('takes time in proportion to the text', () => {
    const families = [
      (n: number) => `[${'"\\n\\u0041",'.repeat(n)}1]`,
      (n: number) => `{${Array.from({ length: n }, (_, i) => `"k${i}":1`).join()}}`,
      (n: number) => `[${'{"a":1,"b":2},'.repeat(n)}1]`,
      (n: number) => '"'.repeat(n),
      (n: number) => `"${'\\\\'.repeat(n)}`,
    ];
    for (const family of families) {
      const seconds = (n: number) => {
        const json = family(n);
        const start = performance.now();
        try {
          read(json);
        } catch {}
        return performance.now() - start;
      };
      seconds(20_000);
      const small = Math.min(seconds(20_000), seconds(20_000));
      const large = Math.min(seconds(160_000), seconds(160_000));
      expect(large).toBeLessThan(Math.max(small * 8 * 5, 20));
    }
  });
});

describe('prototype pollution', () => {
  it('keeps __proto__ as a name like others', () => {
    const value = read('{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}');
    expect(isObject(value) && Object.hasOwn(value, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
    expect(refusal('{"__proto__":1,"__PROTO__":2}')).toMatch(/twice/);
  });
  it('own() sees no inherited values', () => {
    expect(own({}, 'constructor')).toBeUndefined();
    expect(own({ a: 1 }, 'a')).toBe(1);
  });
  it('isObject() is for objects alone', () => {
    expect([{}, [], null, 'a', 1, undefined].map((value) => isObject(value))).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
