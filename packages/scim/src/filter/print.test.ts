import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { schemaUris, userType } from '../schema/index.ts';
import type { AttributePath, CompareOperator, Filter, PatchPath } from './ast.ts';
import { parseFilter, parsePath, printFilter, printPath } from './index.ts';
import { FIGURE_2 } from './test-cases.ts';

const URIS = schemaUris(userType);
const OPERATORS: CompareOperator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const KEYWORDS = ['not', 'and', 'or', 'pr', 'eq', 'true', 'null', '$ref', 'userName', 'a-_$9'];

const name = fc.oneof(
  fc.constantFrom(...KEYWORDS),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_$-]{0,5}$/),
);
const simplePath = name.map(
  (attribute): AttributePath => ({ kind: 'path', schema: undefined, attribute, sub: undefined }),
);
const anyPath = fc.record<AttributePath>({
  kind: fc.constant('path'),
  schema: fc.constantFrom(undefined, ...URIS),
  attribute: name,
  sub: fc.option(name, { nil: undefined }),
});
const literal = fc.oneof(
  fc.constantFrom(true, false, null, '', '"', '\\', '" and (', 0, 1e21, 5e-324),
  // JSON has no minus zero that survives printing; a NUL is refused everywhere.
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
);

function filterOf(path: fc.Arbitrary<AttributePath>, leaf?: fc.Arbitrary<Filter>) {
  return fc.letrec<{ filter: Filter }>((tie) => {
    const terms = fc.array(tie('filter'), { minLength: 2, maxLength: 4 });
    return {
      filter: fc.oneof(
        { depthSize: 'small', maxDepth: 4 },
        fc.record({ kind: fc.constant('present' as const), path }),
        fc.record({
          kind: fc.constant('compare' as const),
          path,
          operator: fc.constantFrom(...OPERATORS),
          value: literal,
        }),
        ...(leaf === undefined ? [] : [leaf]),
        fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), terms }),
        fc.record({ kind: fc.constant('not' as const), operand: tie('filter') }),
      ),
    };
  }).filter;
}

const elementFilter = filterOf(simplePath);
const wholePath = anyPath.map((path) => ({ ...path, sub: undefined }));
const valuePath = fc.record({
  kind: fc.constant('valuePath' as const),
  path: wholePath,
  filter: elementFilter,
});
const filter = filterOf(anyPath, valuePath);
const patchPath = fc.oneof(
  fc
    .constantFrom(...URIS)
    .map(
      (extension): PatchPath => ({ path: undefined, extension, filter: undefined, sub: undefined }),
    ),
  anyPath.map(
    (path): PatchPath => ({ path, extension: undefined, filter: undefined, sub: undefined }),
  ),
  fc.record<PatchPath>({
    path: wholePath,
    extension: fc.constant(undefined),
    filter: elementFilter,
    sub: fc.option(name, { nil: undefined }),
  }),
);
const limits = {
  filterLength: 1e6,
  filterTerms: 1e6,
  filterDepth: 100,
  pathLength: 1e6,
  pathDepth: 100,
};
const LIMITS = { ...DEFAULT_LIMITS, ...limits };

describe('printing', () => {
  it('parsing what is printed gives the same filter', () => {
    fc.assert(
      fc.property(filter, (value) => {
        const text = printFilter(value);
        expect(parseFilter(text, URIS, LIMITS)).toEqual(value);
        expect(printFilter(parseFilter(text, URIS, LIMITS))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
  it('parsing what is printed gives the same path', () => {
    fc.assert(
      fc.property(patchPath, (value) => {
        expect(parsePath(printPath(value), URIS, LIMITS)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });
  it.each(FIGURE_2)('prints %s', (text) => {
    const parsed = parseFilter(text, URIS);
    expect(parseFilter(printFilter(parsed), URIS)).toEqual(parsed);
  });
  it('keeps brackets only where they change the tree', () => {
    const print = (text: string) => printFilter(parseFilter(text, URIS));
    expect(print('((a pr)) AND (b PR or c eq TRUE)')).toBe('a pr and (b pr or c eq true)');
    expect(print('(a pr and b pr) or c pr')).toBe('a pr and b pr or c pr');
    expect(print('(a pr and b pr) and c pr')).toBe('(a pr and b pr) and c pr');
    expect(print('not(not(a eq  1.50))')).toBe('not (not (a eq 1.5))');
  });
});

describe('fuzzing', () => {
  const words = ['a', 'a.b', 'emails', '[', ']', '(', ')', 'not', 'and', 'or', 'pr', 'eq', '"x"'];
  const soup = fc.array(
    fc.oneof(
      fc.constantFrom(...words, ' ', ' ', ' ', '"', '\\', '1', '.', ':', '$ref', ...URIS),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 25 },
  );
  it('7644-3.4.2.2-05 any text is a filter that prints and parses again, or a ScimError', () => {
    fc.assert(
      fc.property(soup, (pieces) => {
        const text = pieces.join('');
        for (const read of [
          () => printFilter(parseFilter(text, URIS)),
          () => printPath(parsePath(text, URIS)),
        ]) {
          try {
            expect(read()).not.toBe('');
          } catch (error) {
            expect(error).toBeInstanceOf(ScimError);
            expect(error).toMatchObject({ status: 400 });
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});
