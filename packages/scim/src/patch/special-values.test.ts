/** References to one resource, and lists of simple values. */
import { describe, expect, it } from 'vitest';
import { add, check, remove, replace, STAFF, staff } from './test-decision-table.ts';
import { ENTERPRISE, outcome, patch, THING, thingType } from './test-support.ts';

describe('RFC 7643 §4.3 manager', () => {
  const path = `${ENTERPRISE}:manager`;
  const to = (id: string) =>
    staff({ department: 'Sales', manager: { value: id, $ref: `Users/${id}` } });
  const none = staff({ department: 'Sales' });
  check([
    ['an object', STAFF, replace(path, { value: 'm2' }), to('m2')],
    ['AMB-10 a string', STAFF, replace(path, 'm2'), to('m2'), 'invalidValue'],
    ['AMB-10 added as a string', STAFF, add(path, 'm2'), to('m2'), 'invalidValue'],
    [
      'an array of one',
      STAFF,
      add(path, [{ $ref: '../Users/m2', value: 'm2' }]),
      to('m2'),
      'invalidValue',
    ],
    ['$ref alone', STAFF, replace(path, { $ref: 'https://x/Users/m2' }), to('m2')],
    ['value by path', STAFF, replace(`${path}.value`, 'm2'), to('m2')],
    ['$ref by path', STAFF, replace(`${path}.$ref`, 'Users/m2'), to('m2')],
    ['without URN', STAFF, replace('manager.value', 'm2'), to('m2')],
    ['null', STAFF, replace(path, null), none],
    ['""', STAFF, replace(path, ''), none, 'invalidValue'],
    ['"" added', STAFF, add(path, ''), none, 'invalidValue'],
    ['{"value":""}', STAFF, replace(path, { value: '' }), none],
    ['{"value":null}', STAFF, replace(path, { value: null }), none],
    ['{"value":null} added', STAFF, add(path, { value: null }), STAFF],
    ['null added', STAFF, add(path, null), STAFF],
    ['[] added', STAFF, add(path, []), STAFF, 'invalidValue'],
    ['value by path, ""', STAFF, replace(`${path}.value`, ''), none],
    ['value by path, null', STAFF, replace(`${path}.value`, null), none],
    ['value removed', STAFF, remove(`${path}.value`), none],
    ['$ref removed: it is computed', STAFF, remove(`${path}.$ref`), STAFF],
    ['removed', STAFF, remove(path), none],
    [
      'displayName inside is ignored',
      STAFF,
      replace(path, { value: 'm2', displayName: 'M' }),
      to('m2'),
    ],
    ['displayName alone changes nothing', STAFF, add(path, { displayName: 'M' }), STAFF],
    ['displayName by path', STAFF, replace(`${path}.displayName`, 'M'), 'mutability'],
  ]);
});

describe('RFC 7643 §2.4 multi-valued simple attributes', () => {
  const thing = { schemas: [THING], label: 'L', needed: 'n', tags: ['a', 'b'], counts: [1, 2] };
  it.each([
    ['add', 'tags', ['b', 'c'], { tags: ['a', 'b', 'c'] }],
    ['add', 'counts', [2, 3], { counts: [1, 2, 3] }],
    ['replace', 'tags', ['c'], { tags: ['c'] }],
    ['remove', 'tags', ['A'], { tags: ['b'] }],
    ['remove', 'counts', [2], { counts: [1] }],
    ['remove', 'tags', undefined, { tags: undefined }],
    ['add', 'origin', { port: 'p', stops: ['x'] }, { origin: { port: 'p', stops: ['x'] } }],
  ])('%s %s %j', (op, path, value, wanted) => {
    const { resource } = patch(thing, [{ op, path, value }], { type: thingType });
    expect(resource).toEqual({ ...thing, ...wanted });
  });

  it('a multi-valued sub-attribute is appended to by add, replaced by replace', () => {
    const before = { ...thing, origin: { port: 'p', stops: ['x'] } };
    const stops = (op: string, path: string, value: unknown) =>
      patch(before, [{ op, path, value }], { type: thingType }).resource.origin;
    expect(stops('add', 'origin.stops', ['y'])).toEqual({ port: 'p', stops: ['x', 'y'] });
    expect(stops('add', 'origin', { stops: ['y'] })).toEqual({ port: 'p', stops: ['x', 'y'] });
    expect(stops('replace', 'origin', { stops: ['y'] })).toEqual({ port: 'p', stops: ['y'] });
    expect(stops('remove', 'origin.stops', ['x'])).toEqual({ port: 'p' });
  });

  it('a filter cannot follow values without parts', () => {
    for (const op of ['add', 'replace', 'remove']) {
      const request = { op, path: 'tags[value eq "a"]', value: 'x' };
      expect(outcome(thing, [request], { type: thingType })).toBe('invalidFilter');
    }
  });
});
