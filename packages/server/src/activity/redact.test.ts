import { describe, expect, it } from 'vitest';
import { redactFilter, redactPath, redactQuery, scrub } from './redact.ts';
import { redactBody } from './redact-body.ts';

describe('activity: request lines without people', () => {
  it.each([
    ['userName eq "jane@acme.test"', 'userName eq "…"'],
    ['emails[type eq "work" and value co "jane"]', 'emails[type eq "…" and value co "…"]'],
    ['a eq "x\\"y" or not (b pr)', 'a eq "…" or not (b pr)'],
    ['active eq true and n gt 5', 'active eq true and n gt 5'],
    ['userName eq jane@acme.test', 'userName eq …'],
    ['userName eq Jane', 'userName eq …'],
    ["userName eq 'jane'", 'userName eq …'],
    ['userName eq "jane', 'userName eq "…"'],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "j"',
      'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "…"',
    ],
    ['jane@acme.test', '…'],
  ])('filter %s', (filter, expected) => {
    expect(redactFilter(filter)).toBe(expected);
  });
  it.each([
    ['', ''],
    ['startIndex=1&count=2', 'startIndex=1&count=2'],
    ['filter=userName+eq%20%22jane%22&count=1', 'filter=userName eq "…"&count=1'],
    ['FILTER=id%20eq%20%22x%22', 'FILTER=id eq "…"'],
    ['attributes=userName,emails.value', 'attributes=userName,emails.value'],
    ['attributes=jane@acme.test', 'attributes=…'],
    ['access_token=rcpat_x', 'access_token=…'],
    ['rcpat_0123456789_abcdefghijklmnopqrstuvwxyz0123456789', '…'],
    ['filter=%zz&email=jane', 'filter=…&email=…'],
  ])('query %s', (query, expected) => {
    expect(redactQuery(query)).toBe(expected);
  });
  it.each([
    ['/Users/2819c223-7f76-453a-919d-413861904646', '/Users/2819c223-7f76-453a-919d-413861904646'],
    ['/Users/jane@acme.test', '/Users/…'],
    ['/Users/rcpat_abc', '/Users/rcpat_…'],
    ['/Users/rcop_abc', '/Users/rcop_…'],
    ['//Users/%2e', '//Users/…'],
  ])('path %s', (path, expected) => {
    expect(redactPath(path)).toBe(expected);
  });
  it('tokens go in any letter case, long texts are cut', () => {
    expect(scrub('x RCPAT_abc y', 100)).toBe('x rcpat_… y');
    expect(scrub('abcdef', 3)).toBe('abc…');
  });
});

describe('activity: bodies without passwords (B4)', () => {
  const SECRET = 'Tr0ub4dor&3';
  it.each([
    { userName: 'jane', password: SECRET },
    { PassWord: SECRET },
    { 'urn:ietf:params:scim:schemas:core:2.0:User:password': SECRET },
    { Operations: [{ op: 'replace', path: 'password', value: SECRET }] },
    { Operations: [{ value: [SECRET], op: 'add', Path: 'urn:x:User:PASSWORD' }] },
    { Operations: [{ op: 'replace', value: { password: SECRET, a: { apiKey: SECRET } } }] },
    { a: [[{ passwords: { deep: [SECRET] } }]], clientSecret: SECRET, accessToken: SECRET },
  ])('%j', (body) => {
    expect(redactBody(JSON.stringify(body))).not.toContain(SECRET);
  });
  it('a password is found however its name is spelled in JSON', () => {
    expect(redactBody(`{"p\\u0061ssword":"${SECRET}"}`)).not.toContain(SECRET);
    expect(redactBody(`{"password":"x","password":"${SECRET}"}`)).not.toContain(SECRET);
    expect(redactBody(`{"password":"${SECRET}`)).not.toContain(SECRET);
  });
  it('keeps the rest, and keys that mean something to JavaScript', () => {
    expect(redactBody('{"userName":"jane","__proto__":{"a":1},"active":true}')).toBe(
      '{"userName":"jane","__proto__":{"a":1},"active":true}',
    );
  });
  it('bounds size and depth', () => {
    expect(redactBody(JSON.stringify({ a: 'x'.repeat(40_000) })).length).toBe(16 * 1024 + 1);
    expect(redactBody('['.repeat(30_000) + ']'.repeat(30_000)).length).toBeLessThan(100);
  });
});
