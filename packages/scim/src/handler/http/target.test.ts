import { describe, expect, it } from 'vitest';
import { readTarget } from './target.ts';

const segments = (path: string) => readTarget(`http://h${path}`, '/scim/v2').segments;

describe('RFC 7644 §3.2 endpoints under the base URL', () => {
  it.each([
    ['/scim/v2', []],
    ['/scim/v2/', []],
    ['/scim/v2?a=b', []],
    ['/scim/v2/Users', ['Users']],
    ['/scim/v2/Users/', ['Users']],
    ['/scim/v2/Users?filter=a/b', ['Users']],
    ['/scim/v2/Users/1#x/y?z', ['Users', '1']],
    ['/scim/v2/Users/user%40example.com', ['Users', 'user@example.com']],
    ['/scim/v2/Users/%252e', ['Users', '%2e']],
    ['/scim/v2/Users/a.b', ['Users', 'a.b']],
    ['/scim/v2/Schemas/urn:ietf:params:x:2.0:User', ['Schemas', 'urn:ietf:params:x:2.0:User']],
    ['/scim/v2/%55sers', ['%55sers']],
  ])('AMB-52 reads %s', (path, expected) => {
    expect(segments(path)).toEqual(expected);
  });

  it.each([
    '/scim/v2x/Users',
    '/scim/v1/Users',
    '/Users',
    '/',
    '',
    '/SCIM/v2/Users',
    '/scim/v2//Users',
    '/scim/v2/Users//',
    '/scim/v2//',
    '/scim/v2/./Users',
    '/scim/v2/Users/.',
    '/scim/v2/Users/..',
    '/scim/v2/../v2/Users',
    '/scim/v2/Users;x=1',
    '/scim/v2/Users/1;x',
    '/scim/v2\\Users',
    '/scim/v2/Users\\1',
    '/scim/v2/Users/%2F',
    '/scim/v2/Users/a%2fb',
    '/scim/v2/Users/%2e%2E',
    '/scim/v2/Users/a%3Bb',
    '/scim/v2/Users/a%5Cb',
    '/scim/v2/Users/a%00',
    '/scim/v2/Users/%zz',
    '/scim/v2/Users/%',
    '/scim/v2/Users/%C0%AE',
    '/scim/v2/Users/%ff',
  ])('A2 knows nothing at %s', (path) => {
    expect(segments(path)).toBeUndefined();
  });

  it('works at the root of a host', () => {
    expect(readTarget('http://h/Users/1', '').segments).toEqual(['Users', '1']);
    expect(readTarget('http://h', '').segments).toEqual([]);
  });

  it('keeps path and query as they came, for the activity log', () => {
    expect(readTarget('http://h/scim/v2/Users/%40?filter=a%20b&c', '/scim/v2')).toMatchObject({
      path: '/Users/%40',
      query: 'filter=a%20b&c',
    });
    expect(readTarget('http://h/else', '/scim/v2')).toMatchObject({ path: '/else', query: '' });
    expect(readTarget('http://h/scim/v2', '/scim/v2').path).toBe('/');
  });
});
