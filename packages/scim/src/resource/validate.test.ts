import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.ts';
import { defineResourceType, defineSchema, groupType, userType } from '../schema/index.ts';
import { sameResource, validateResource } from './index.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const base = { schemas: [USER], userName: 'a' };

describe('RFC 7643 §3.3 schemas at the end of a write', () => {
  it('7643-3.3-02 AMB-04 follow the data', () => {
    expect(validateResource(userType, { userName: 'a', [ENTERPRISE]: { division: 'd' } })).toEqual({
      ...base,
      schemas: [USER, ENTERPRISE],
      [ENTERPRISE]: { division: 'd' },
    });
    const emptied = { ...base, schemas: [USER, ENTERPRISE], [ENTERPRISE]: {} };
    expect(validateResource(userType, emptied)).toEqual(base);
  });
  it('come first', () => {
    const valid = validateResource(userType, { userName: 'a', schemas: [] });
    expect(Object.keys(valid)).toEqual(['schemas', 'userName']);
  });
});

describe('RFC 7643 §7 required', () => {
  it('7643-4.1.1-01 7643-4.2-01 wants userName and displayName', () => {
    expect(() => validateResource(userType, {})).toThrow(/^invalidValue: userName/);
    expect(() => validateResource(groupType, { displayName: '' })).toThrow(/displayName/);
  });
  it('AMB-54 wants required sub-attributes of elements that are there, and required extensions', () => {
    const schema = defineSchema({
      id: 'urn:x:a',
      attributes: [
        {
          name: 'one',
          type: 'complex',
          subAttributes: [{ name: 'k', required: true }, { name: 'l' }],
        },
        {
          ...{ name: 'many', type: 'complex', multiValued: true },
          subAttributes: [{ name: 'k', required: true }, { name: 'l' }],
        },
      ],
    });
    const extension = defineSchema({ id: 'urn:x:b', attributes: [{ name: 'e' }] });
    const type = defineResourceType({
      ...{ name: 'A', description: '', endpoint: '/A', schema },
      extensions: [{ schema: extension, required: true }],
    });
    const more = { 'urn:x:b': { e: 'x' } };
    expect(validateResource(type, { ...more, one: { k: 'x' }, many: [{ k: 'y' }] })).toBeDefined();
    expect(() => validateResource(type, { ...more, one: { l: 'x' } })).toThrow(
      /one\.k is required/,
    );
    expect(() => validateResource(type, { ...more, many: [{ l: 'x' }] })).toThrow(/many\.k/);
    expect(() => validateResource(type, { one: { k: 'x' } })).toThrow(/urn:x:b is a required/);
  });
});

describe('RFC 7643 §2.4 values at the end of a write', () => {
  it('7643-2.4-09 merges values with the same type and value', () => {
    const emails = [
      { value: 'a', type: 'work' },
      { value: 'b' },
      { value: 'A', type: 'work', primary: true },
    ];
    expect(validateResource(userType, { ...base, emails }).emails).toEqual([
      { value: 'A', type: 'work', primary: true },
      { value: 'b' },
    ]);
  });
  it('does not merge addresses, which have no value', () => {
    const addresses = [
      { type: 'work', country: 'US' },
      { type: 'work', country: 'DE' },
    ];
    expect(validateResource(userType, { ...base, addresses }).addresses).toEqual(addresses);
  });
  it('7643-2.4-03 refuses two primary values', () => {
    const emails = [
      { value: 'a', primary: true },
      { value: 'b', primary: true },
    ];
    expect(() => validateResource(userType, { ...base, emails })).toThrow(/primary/);
  });
  it('valuesPerAttribute holds for the sum of additions', () => {
    const limits = { ...DEFAULT_LIMITS, valuesPerAttribute: 2 };
    const emails = [{ value: 'a' }, { value: 'b' }];
    expect(validateResource(userType, { ...base, emails }, limits).emails).toEqual(emails);
    const three = [...emails, { value: 'c' }];
    expect(() => validateResource(userType, { ...base, emails: three }, limits)).toThrow(
      /limit valuesPerAttribute/,
    );
  });
  it('7643-4.3-03 $ref follows value', () => {
    const given = { ...base, [ENTERPRISE]: { manager: { value: 'm2', $ref: 'Users/m1' } } };
    expect(validateResource(userType, given)[ENTERPRISE]).toEqual({
      manager: { value: 'm2', $ref: 'Users/m2' },
    });
  });
});

describe('sameResource', () => {
  it('minds order in arrays and not in objects', () => {
    expect(sameResource({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toBe(true);
    expect(sameResource({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(sameResource({ a: 1 }, { b: 1 })).toBe(false);
    expect(sameResource({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameResource([], {})).toBe(false);
    expect(sameResource({}, [])).toBe(false);
    expect(sameResource([1], [1, 2])).toBe(false);
    expect(sameResource({ constructor: 1 }, { toString: 1 })).toBe(false);
    expect(sameResource(null, {})).toBe(false);
    expect(sameResource('a', 'a')).toBe(true);
  });
});
