import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { schemaUris, userType } from '../schema/index.ts';
import type { AttributePath } from './ast.ts';
import { parseAttributePath, parsePath } from './index.ts';

const URIS = schemaUris(userType);
const USER = userType.schema.id;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const path = (attribute: string, sub?: string, schema?: string): AttributePath => ({
  kind: 'path',
  schema,
  attribute,
  sub,
});
const NOTHING = { path: undefined, extension: undefined, filter: undefined, sub: undefined };
const refusalOf = (text: string): ScimError => {
  try {
    parsePath(text, URIS);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
};

describe('RFC 7644 §3.5.2 path', () => {
  it.each<[string, AttributePath]>([
    ['members', path('members')],
    ['name.familyName', path('name', 'familyName')],
    ['Emails.Type', path('Emails', 'Type')],
    ['manager.$ref', path('manager', '$ref')],
    [`${USER}:name.familyName`, path('name', 'familyName', USER)],
    [`${ENTERPRISE}:manager`, path('manager', undefined, ENTERPRISE)],
    [`${ENTERPRISE.toUpperCase()}:Manager.value`, path('Manager', 'value', ENTERPRISE)],
  ])('7644-3.5.2-07 7644-3.5.2-11 %s', (text, expected) => {
    expect(parsePath(text, URIS)).toEqual({ ...NOTHING, path: expected });
  });
  it('7644-3.5.2-07 value paths, with and without a sub-attribute behind', () => {
    const filter = { kind: 'compare', path: path('type'), operator: 'eq', value: 'work' };
    expect(parsePath('emails[type eq "work"]', URIS)).toEqual({
      ...NOTHING,
      path: path('emails'),
      filter,
    });
    expect(parsePath('emails[ type  EQ "work" ].value', URIS)).toEqual({
      ...NOTHING,
      path: path('emails'),
      filter,
      sub: 'value',
    });
    expect(parsePath(`${USER}:emails[type eq "work"].$ref`, URIS)).toMatchObject({
      path: path('emails', undefined, USER),
      sub: '$ref',
    });
    expect(parsePath('emails[type eq "]"]', URIS)).toMatchObject({ filter: { value: ']' } });
  });
  it('a schema URI alone is the whole extension, in any case', () => {
    for (const text of [ENTERPRISE, ENTERPRISE.toLowerCase()]) {
      expect(parsePath(text, URIS)).toEqual({ ...NOTHING, extension: ENTERPRISE });
    }
    expect(parsePath('urn:a:b', ['urn:a', 'urn:a:b'])).toMatchObject({ extension: 'urn:a:b' });
    expect(parsePath('urn:a:b', ['urn:a'])).toMatchObject({ path: path('b', undefined, 'urn:a') });
  });
  it('is frozen', () => {
    expect(Object.isFrozen(parsePath('emails[type pr]', URIS))).toBe(true);
  });
  it.each([
    ['', /empty/],
    [' ', /position 1/],
    [' members', /position 1/],
    ['members ', /position 8/],
    ['/emails/0', /not written with "\/"/],
    ['emails.0', /position 8/],
    ['emails.value[type eq "x"]', /position 13: "\[" cannot follow/],
    ['emails[', /position 7: the "\[" that opens here is never closed/],
    ['emails[type eq "work"', /never closed/],
    ['emails[type eq "work]', /never closed/],
    ['emails[type eq "work"]value', /position 23/],
    ['emails[type eq "work"].', /at its end/],
    ['emails[type eq "work"].a.b', /position 25/],
    ['emails[type eq "work"][value pr]', /position 23/],
    ['emails]', /position 7/],
    ['a.b.c', /at most one dot/],
    ['urn:x:y', /no schema URI/],
    [`${ENTERPRISE}:`, /an attribute name/],
    [`${ENTERPRISE}[a pr]`, /no schema URI/],
    ['emails eq "x"', /position 7/],
    ['__proto__', /position 1/],
    ['x'.repeat(513), /longer than 512 .*limit pathLength/],
    [`a[${'('.repeat(6)}b pr${')'.repeat(6)}]`, /more than 6 deep .*limit pathDepth/],
  ])('7644-3.5.2-08 invalidPath: %s', (text, detail) => {
    const refusal = refusalOf(text);
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidPath' });
    expect(refusal.detail).toMatch(detail);
  });
  it.each([
    ['emails[]', /position 8: it is empty/],
    ['emails[0]', /position 8/],
    ['emails[type xx "a"]', /position 13: "xx" is not an operator/],
    ['emails[type eq]', /position 15: a value is expected/],
    ['emails[type]', /position 12: an operator/],
    ['emails[a[b eq 1]]', /no "\[" inside/],
    ['emails[emails.type eq "x"]', /name the parts of one value alone/],
    ['emails[(type pr]', /never closed/],
    ['emails[type pr and]', /after "and"/],
  ])('7644-3.5.2-08 invalidFilter: %s', (text, detail) => {
    const refusal = refusalOf(text);
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(refusal.detail).toMatch(detail);
  });
  it('pathLength and pathDepth: n works', () => {
    expect(parsePath('x'.repeat(512), URIS).path).toEqual(path('x'.repeat(512)));
    expect(parsePath(`a[${'('.repeat(5)}b pr${')'.repeat(5)}]`, URIS).filter?.kind).toBe('present');
  });
});

describe('RFC 7644 §3.10 attribute notation', () => {
  it.each<[string, AttributePath | undefined]>([
    ['userName', path('userName')],
    ['name.givenName', path('name', 'givenName')],
    [`${USER.toUpperCase()}:userName`, path('userName', undefined, USER)],
    [`${ENTERPRISE}:manager.$ref`, path('manager', '$ref', ENTERPRISE)],
    ['', undefined],
    ['a.b.c', undefined],
    ['a b', undefined],
    ['emails[type pr]', undefined],
    ['urn:x:y', undefined],
    [ENTERPRISE, undefined],
    ['__proto__', undefined],
  ])('7644-3.10-01 7644-3.10-03 %s', (text, expected) => {
    expect(parseAttributePath(text, URIS)).toEqual(expected);
  });
});

describe('hostile paths', () => {
  const UNITS = ['(', 'not (', 'a and ', 'a.', '[', 'a[', '"', 'urn:', 'a:', '\\', '/', '\0'];
  it.each(UNITS)('E1 %j a hundred thousand times is refused in under 50 ms', (unit) => {
    const text = unit.repeat(100_000);
    // The best of several: other tests run beside it.
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      expect(refusalOf(text).status).toBe(400);
      expect(parseAttributePath(text, URIS)).toBeUndefined();
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
