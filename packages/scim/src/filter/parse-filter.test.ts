import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { schemaUris, userType } from '../schema/index.ts';
import type { AttributePath, Filter } from './ast.ts';
import { parseFilter } from './index.ts';
import { FIGURE_2 } from './test-cases.ts';

const URIS = schemaUris(userType);
const USER = userType.schema.id;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const parse = (text: string, limits = {}) =>
  parseFilter(text, URIS, { ...DEFAULT_LIMITS, ...limits });
const path = (attribute: string, sub?: string, schema?: string): AttributePath => ({
  kind: 'path',
  schema,
  attribute,
  sub,
});
const pr = (name: string): Filter => ({ kind: 'present', path: path(name) });
const literal = (text: string) => {
  const filter = parse(`a eq ${text}`);
  return filter.kind === 'compare' ? filter.value : undefined;
};
const refusalOf = (text: string, limits = {}): ScimError => {
  try {
    parse(text, limits);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
};

describe('RFC 7644 §3.4.2.2 grammar', () => {
  it.each(FIGURE_2)('7644-3.4.2.2-28 parses %s', (text) => {
    expect(parse(text).kind).toMatch(/^(and|or|compare|present)$/);
  });
  it('7644-3.4.2.2-03 AMB-07 takes names and keywords in any case', () => {
    expect(parse('UserName EQ "x" AND NOT (title PR)')).toEqual({
      kind: 'and',
      terms: [
        { kind: 'compare', path: path('UserName'), operator: 'eq', value: 'x' },
        { kind: 'not', operand: pr('title') },
      ],
    });
    for (const [text, value] of Object.entries({ TRUE: true, False: false, nULL: null })) {
      expect(literal(text)).toBe(value);
    }
  });
  it('7644-3.4.2.2-13 and binds before or, not before both', () => {
    const [a, b, c] = [pr('a'), pr('b'), pr('c')];
    expect(parse('a pr or b pr and c pr')).toEqual({
      kind: 'or',
      terms: [a, { kind: 'and', terms: [b, c] }],
    });
    expect(parse('a pr and b pr or c pr')).toEqual({
      kind: 'or',
      terms: [{ kind: 'and', terms: [a, b] }, c],
    });
    expect(parse('not (a pr) and b pr')).toEqual({
      kind: 'and',
      terms: [{ kind: 'not', operand: a }, b],
    });
    expect(parse('a pr and b pr and c pr')).toEqual({ kind: 'and', terms: [a, b, c] });
  });
  it('7644-3.4.2.2-14 parentheses regroup', () => {
    const or = { kind: 'or', terms: [pr('a'), pr('b')] };
    expect(parse('(a pr or b pr) and c pr')).toEqual({ kind: 'and', terms: [or, pr('c')] });
    expect(parse('((a pr))')).toEqual(pr('a'));
  });
  it.each(['not(a pr)', 'not (a pr)', 'not   ( a pr )', 'NOT(a PR)', '  not (a  pr) '])(
    '7644-3.4.2.2-12 AMB-08 spaces: %s',
    (text) => {
      expect(parse(text)).toEqual({ kind: 'not', operand: pr('a') });
    },
  );
  it('7644-3.4.2.2-15 AMB-58 value paths hold and, or, not and parentheses', () => {
    expect(parse('emails[ not (type eq "work") and (value pr or primary eq true) ]')).toEqual({
      kind: 'valuePath',
      path: path('emails'),
      filter: {
        kind: 'and',
        terms: [
          {
            kind: 'not',
            operand: { kind: 'compare', path: path('type'), operator: 'eq', value: 'work' },
          },
          {
            kind: 'or',
            terms: [
              pr('value'),
              { kind: 'compare', path: path('primary'), operator: 'eq', value: true },
            ],
          },
        ],
      },
    });
  });
  it('7644-3.4.2.2-26 7644-3.10 takes URNs with dots and digits, in any case', () => {
    expect(parse(`${USER}:userName pr`)).toMatchObject({ path: path('userName', undefined, USER) });
    expect(parse(`${ENTERPRISE.toUpperCase()}:MANAGER.value pr`)).toMatchObject({
      path: path('MANAGER', 'value', ENTERPRISE),
    });
    expect(parse(`${USER}:emails[type pr]`)).toMatchObject({
      path: path('emails', undefined, USER),
    });
  });
  it('takes the longest of two URIs that fit', () => {
    const uris = ['urn:a', 'urn:a:b', 'urn:a:b:c'];
    expect(parseFilter('urn:a:b:c pr', uris)).toMatchObject({
      path: path('c', undefined, 'urn:a:b'),
    });
    expect(parseFilter('urn:a:b:c:d pr', uris)).toMatchObject({
      path: path('d', undefined, 'urn:a:b:c'),
    });
  });
  it('takes $ref and every character of a name', () => {
    expect(parse('members.$ref pr')).toMatchObject({ path: path('members', '$ref') });
    expect(parse('members[$REF pr]')).toMatchObject({ filter: pr('$REF') });
    expect(parse('a-b_c$9 pr')).toEqual(pr('a-b_c$9'));
  });
  it.each(['not', 'and', 'or', 'pr', 'eq', 'true', 'null', '__proto__', 'constructor'])(
    'an attribute can be called %s',
    (name) => {
      if (name.startsWith('_')) expect(() => parse(`${name} pr`)).toThrow(/attribute name/);
      else
        expect(parse(`${name} pr and ${name} pr`)).toMatchObject({ terms: [pr(name), pr(name)] });
    },
  );
  it('freezes the tree', () => {
    const seen: unknown[] = [parse('not (a.b eq 1 and c[d pr]) or e pr')];
    for (const value of seen) {
      if (typeof value !== 'object' || value === null) continue;
      expect(Object.isFrozen(value)).toBe(true);
      seen.push(...Object.values(value));
    }
    expect(seen.length).toBeGreaterThan(20);
  });
});

describe('RFC 7644 §3.4.2.2 values', () => {
  it.each([
    ['""', ''],
    ['"a b"', 'a b'],
    [String.raw`"\"\\\/\b\f\n\r\t"`, '"\\/\b\f\n\r\t'],
    [String.raw`"\u00e9\u00E9"`, 'éé'],
    [String.raw`"\ud83d\ude00😀"`, '😀😀'],
    [String.raw`"x\\"`, 'x\\'],
    ['"O\'Malley [( and )]"', "O'Malley [( and )]"],
    ['0', 0],
    ['-0', 0],
    ['-2', -2],
    ['10', 10],
    ['1.5e3', 1500],
    ['1E+2', 100],
    ['25e-1', 2.5],
    ['0.5', 0.5],
    ['-0.0', 0],
  ])('7644-3.4.2.2-27 %s', (text, value) => {
    expect(literal(text)).toBe(value);
  });
  it.each([
    '01',
    '-',
    '+1',
    '1.',
    '.5',
    '1e',
    '1e+',
    '1e400',
    '-1e999',
    '1x',
    '0x10',
    'NaN',
    'Infinity',
    'truely',
    'undefined',
    'bjensen',
    "'x'",
    '“x”',
    '`x`',
    '[1]',
    '{}',
    '"x',
    '"',
    String.raw`"\"`,
    String.raw`"\x"`,
    String.raw`"\u12g4"`,
    String.raw`"\u12"`,
    String.raw`"\U0041"`,
    String.raw`"\u0000"`,
    String.raw`"\ud800"`,
    String.raw`"\ude00\ud83d"`,
    '"\ud800"',
    '"\n"',
    '"\0"',
    '"x"y',
    '"x""y"',
    'true1',
    '1"x"',
  ])('7644-3.4.2.2-27 refuses %j', (text) => {
    expect(refusalOf(`a eq ${text}`)).toMatchObject({ status: 400, scimType: 'invalidFilter' });
  });
});

describe('RFC 7644 §3.4.2.2 refusals', () => {
  it.each([
    ['', /at its end.*empty/],
    ['   ', /empty/],
    ['userName', /at its end: an operator/],
    ['eq "x"', /position 4: an operator is expected/],
    ['userName eq', /at its end: a value is expected.*"bjensen"/],
    ['userName eq ', /at its end: a value/],
    ['userName eq bjensen', /position 13: .*text in double quotes/],
    ["userName eq 'bjensen'", /position 13: .*text in double quotes/],
    ['userName regex "x"', /position 10: "regex" is not an operator. Use one of eq, ne/],
    ['userName = "x"', /"=" is not an operator. Use eq\./],
    ['userName CONTAINS "x"', /Use co\./],
    ['userName eqq "x"', /"eqq"/],
    ['userName e', /"e" is not an operator/],
    ['userName eq"x"', /position 12: a space/],
    ['userName pr"x"', /position 12/],
    ['userName pr title pr', /position 13: and, or, or the end/],
    ['userName eq "x" title pr', /position 17/],
    ['userName eq "x" xor title pr', /"xor"/],
    ['userName eq "x"and title pr', /position 16/],
    ['(a pr)and (b pr)', /position 7: a space is missing before "and"/],
    ['a pr and(b pr)', /position 9: after "and" a space/],
    ['a pr and', /at its end: after "and"/],
    ['a pr and ', /at its end: an attribute name/],
    ['a pr or', /after "or"/],
    ['and a pr', /"a" is not an operator/],
    ['a pr and and b pr', /"b" is not an operator/],
    ['not a pr', /"a" is not an operator/],
    ['not', /an operator is expected/],
    ['not ()', /position 6: an attribute name/],
    ['()', /position 2: an attribute name/],
    ['(a pr', /position 1: the "\(" that opens here is never closed/],
    ['a pr)', /position 5/],
    ['(a pr]', /or "\)" is expected here, not "\]"/],
    ['((a pr)', /position 1/],
    ['a[b pr', /position 2: the "\[" that opens here is never closed/],
    ['a[b pr)', /or "\]" is expected/],
    ['a[]', /position 3: an attribute name/],
    ['a [b pr]', /position 2: the "\[" has to follow/],
    ['a[b pr] c pr', /position 9/],
    ['a[b pr]c', /position 8/],
    ['emails[emails.type eq "x"]', /inside emails\[…\] name the parts of one value alone: "type"/],
    [`emails[${USER}:type eq "x"]`, /alone: "type"/],
    ['emails[a[b eq 1]]', /position 9: there can be no "\[" inside/],
    ['emails.value[type eq "x"]', /position 13: "\[" cannot follow "emails.value"/],
    ['a.b.c pr', /position 4: a name has at most one dot/],
    ['a. pr', /position 3/],
    ['.a pr', /position 1/],
    ['1a pr', /position 1/],
    ['-a pr', /position 1/],
    ['_a pr', /position 1/],
    ['$a pr', /position 1/],
    ['$refs pr', /position 1/],
    ['a@b eq 1', /position 2: a space is expected here, not "@b"/],
    ['é pr', /position 1/],
    ['a\tpr', /position 2/],
    ['a\u00a0pr', /position 2/],
    ['urn:x:y:z pr', /position 1: "urn:x:y:z" begins with no schema URI .*core:2\.0:User/],
    [`${USER} pr`, /begins with no schema URI/],
    [`${USER}: pr`, /an attribute name/],
    [`${USER}:1 pr`, /an attribute name/],
    [`${USER}.userName pr`, /begins with no schema URI|at most one dot/],
    ['"userName" eq "x"', /position 1/],
    ['a pr;', /position 5/],
  ])('7644-3.4.2.2-04 7644-3.4.2.2-05 %j', (text, detail) => {
    const refusal = refusalOf(text);
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(refusal.detail).toMatch(detail);
  });
  it('refuses operators that look alike by their low bits only', () => {
    for (const word of ['ŅQ', 'eű', '\u0005\u0011', 'e\u0011', 'EQ\u0300', 'ｅｑ']) {
      expect(() => parse(`a ${word} 1`)).toThrow(ScimError);
    }
  });
  it('never repeats the value, which can be personal', () => {
    for (const text of ['a eq "secret"x', 'a gt "secret', 'a co "secret" b pr']) {
      expect(refusalOf(text).detail).not.toContain('secret');
    }
  });
});

describe('limits of filters', () => {
  it('filterLength: n works, n + 1 is refused by name', () => {
    const filter = `a eq "${'x'.repeat(4096 - 7)}"`;
    expect(filter).toHaveLength(4096);
    expect(parse(filter).kind).toBe('compare');
    expect(refusalOf(`${filter} `).detail).toMatch(/longer than 4096 .*limit filterLength/);
  });
  it('filterTerms: n works, n + 1 is refused by name', () => {
    const terms = (count: number) => Array(count).fill('a pr').join(' and ');
    expect(parse(terms(100))).toMatchObject({ terms: { length: 100 } });
    expect(refusalOf(terms(101)).detail).toMatch(/more than 100 .*limit filterTerms/);
    expect(refusalOf(`${terms(50)} or x[${terms(51)}]`).detail).toMatch(/filterTerms/);
    expect(refusalOf(`(a pr)OR (b pr) or c pr`, { filterTerms: 2 }).detail).toMatch(/filterTerms/);
    expect(parse('a eq " and or and or (((" or b pr', { filterTerms: 2 }).kind).toBe('or');
  });
  it('filterDepth: n works, n + 1 is refused by name', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a pr${')'.repeat(depth)}`;
    expect(parse(nested(20))).toEqual(pr('a'));
    expect(refusalOf(nested(21)).detail).toMatch(/more than 20 deep at position 21 .*filterDepth/);
    expect(parse(`${'not ('.repeat(19)}a[b pr]${')'.repeat(19)}`).kind).toBe('not');
    expect(refusalOf(`${'not ('.repeat(20)}a[b pr]${')'.repeat(20)}`).detail).toMatch(/Depth/);
    expect(parse(Array(30).fill('(a pr)').join(' and ')).kind).toBe('and');
    expect(parse('a eq "((((("', { filterDepth: 0 }).kind).toBe('compare');
  });
});

describe('hostile filters', () => {
  const UNITS = ['(', 'not (', 'a and ', 'a.', '[', 'a[', 'a pr and ', '"', '\\', '"\\', ' ', 'a:'];
  const FAMILIES = [...UNITS, 'urn:', ')', ']', '-', '1', 'a pr or (', '"" ', '\u{1f600}', '\0'];
  const wide = {
    filterLength: Number.MAX_SAFE_INTEGER,
    filterTerms: Number.MAX_SAFE_INTEGER,
    filterDepth: Number.MAX_SAFE_INTEGER,
  };
  it.each(FAMILIES)('E1 %j a hundred thousand times is refused in under 50 ms', (unit) => {
    const text = unit.repeat(100_000);
    const start = performance.now();
    expect(refusalOf(text).status).toBe(400);
    expect(performance.now() - start).toBeLessThan(50);
    expect(refusalOf(text, wide).status).toBe(400);
  });
  it.each(FAMILIES)('E2 %j takes time in proportion to its length', (unit) => {
    const time = (count: number) => {
      const text = `a eq ${unit.repeat(count)}`;
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 5; round++) {
        const start = performance.now();
        refusalOf(text, wide);
        best = Math.min(best, performance.now() - start);
      }
      return best;
    };
    time(20_000);
    // Half a millisecond covers what does not depend on the length.
    expect(time(80_000)).toBeLessThan(4 * 2.5 * time(20_000) + 0.5);
  });
  it('even without limits nothing exhausts the stack', () => {
    const deep = (count: number) => `${'('.repeat(count)}a pr${')'.repeat(count)}`;
    expect(parse(deep(200), wide)).toEqual(pr('a'));
    expect(refusalOf(deep(201), wide).detail).toMatch(/200 deep/);
    const long = Array(100_000).fill('a pr').join(' or ');
    expect(parse(long, wide)).toMatchObject({ terms: { length: 100_000 } });
  });
});
