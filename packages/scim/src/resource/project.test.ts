import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.ts';
import { defineResourceType, defineSchema, groupType, userType } from '../schema/index.ts';
import type { ResourceType } from '../schema/types.ts';
import { parseProjection, project, projectionWants } from './index.ts';
import type { JsonObject } from './types.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user: JsonObject = {
  schemas: [USER, ENTERPRISE],
  id: 'i',
  externalId: 'e',
  userName: 'u',
  name: { givenName: 'g', familyName: 'f' },
  emails: [{ value: 'a', type: 'work' }, { type: 'home' }],
  groups: [],
  [ENTERPRISE]: { department: 'd', manager: { value: 'm', $ref: 'Users/m' } },
  meta: { resourceType: 'User' },
};
const parse = (
  attributes: string | undefined,
  excluded: string | undefined,
  type: ResourceType = userType,
) => parseProjection(type, attributes, excluded, DEFAULT_LIMITS);
const shown = (
  attributes: string | undefined,
  excluded: string | undefined,
  object = user,
  type = userType,
) => {
  const projection = parse(attributes, excluded, type);
  return projection === undefined ? object : project(type, object, projection);
};
const only = (attributes: string) => shown(attributes, undefined);
const without = (excluded: string) => shown(undefined, excluded);
const minimum = { schemas: user.schemas, id: 'i' };

describe('RFC 7644 §3.9 attributes', () => {
  it('7644-3.9-01 AMB-11 shows the minimum and what was asked for', () => {
    expect(only('userName')).toEqual({ ...minimum, userName: 'u' });
    expect(only('meta, externalId')).toEqual({ ...minimum, externalId: 'e', meta: user.meta });
    expect(only('')).toEqual(minimum);
  });
  it('7644-3.9-05 shows single sub-attributes', () => {
    expect(only('name.givenName')).toEqual({ ...minimum, name: { givenName: 'g' } });
    expect(only('emails.value')).toEqual({ ...minimum, emails: [{ value: 'a' }] });
    expect(only('name.givenName,name.familyName').name).toEqual(user.name);
    expect(only('name.givenName,name').name).toEqual(user.name);
    expect(only('name,name.givenName').name).toEqual(user.name);
    expect(only('name.middleName')).toEqual(minimum);
  });
  it('7644-3.10-01 7644-3.10-03 takes URIs and any case', () => {
    expect(only(`${USER.toUpperCase()}:USERNAME`)).toEqual({ ...minimum, userName: 'u' });
    expect(only(`${ENTERPRISE}:department`)[ENTERPRISE]).toEqual({ department: 'd' });
    expect(only(`${ENTERPRISE}:manager.value`)[ENTERPRISE]).toEqual({ manager: { value: 'm' } });
    expect(only('department')[ENTERPRISE]).toEqual({ department: 'd' });
  });
  it('shows a whole extension by its URI', () => {
    expect(only(ENTERPRISE.toLowerCase())).toEqual({ ...minimum, [ENTERPRISE]: user[ENTERPRISE] });
    expect(only(`${ENTERPRISE}:department,${ENTERPRISE}`)[ENTERPRISE]).toEqual(user[ENTERPRISE]);
    expect(only(`${ENTERPRISE},${ENTERPRISE}:department`)[ENTERPRISE]).toEqual(user[ENTERPRISE]);
  });
  it('7644-3.9-06 ignores unknown names', () => {
    for (const names of [
      'foo',
      'foo.bar.baz',
      '__proto__',
      'constructor',
      'name.toString',
      '[[',
      ',,',
      'urn:x:y',
      'password',
    ]) {
      expect(only(names)).toEqual(minimum);
      expect(without(names)).toEqual(user);
    }
  });
  it('keeps an empty array that was asked for', () => {
    expect(only('groups')).toEqual({ ...minimum, groups: [] });
    const group = { schemas: [], id: 'g', displayName: 'g', members: [] };
    expect(shown('members', undefined, group, groupType)).toEqual({
      schemas: [],
      id: 'g',
      members: [],
    });
  });
});

describe('RFC 7644 §3.9 excludedAttributes', () => {
  it('7644-3.9-02 shows all but what is listed', () => {
    const { emails, meta, ...rest } = user;
    expect(without('emails,META')).toEqual(rest);
    expect([emails, meta]).toBeDefined();
  });
  it('7644-3.4.2.5-03 7643-3.1-09 never hides id and schemas', () => {
    expect(without('id,schemas')).toEqual(user);
  });
  it('7644-3.9-05 hides single sub-attributes', () => {
    expect(without('name.familyName').name).toEqual({ givenName: 'g' });
    expect(without('emails.value').emails).toEqual([{ type: 'work' }, { type: 'home' }]);
    expect(without('name.familyName,name.givenName')).not.toHaveProperty('name');
    expect(without(`${ENTERPRISE}:manager`)[ENTERPRISE]).toEqual({ department: 'd' });
    expect(without(ENTERPRISE)).not.toHaveProperty([ENTERPRISE]);
  });
});

describe('RFC 7644 §3.4.2.5 parameters', () => {
  it('7644-3.9-03 AMB-36 refuses both', () => {
    expect(() => parse('a', 'b')).toThrow(/^invalidValue: .*not both/);
  });
  it('needs no projection without parameters', () => {
    expect(parse(undefined, undefined)).toBeUndefined();
  });
  it('projectedAttributes: n works, n + 1 is refused', () => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `a${i}`).join();
    expect(parse(names(200), undefined)).toBeDefined();
    expect(() => parse(names(201), undefined)).toThrow(/limit projectedAttributes/);
    expect(() => parse(undefined, ','.repeat(1_000_000))).toThrow(/limit projectedAttributes/);
  });
  it('tells what is worth looking up', () => {
    const wants = (attributes: string | undefined, excluded: string | undefined) =>
      projectionWants(groupType, parse(attributes, excluded, groupType), 'members');
    expect(wants(undefined, undefined)).toBe(true);
    expect(wants('displayName', undefined)).toBe(false);
    expect(wants('members.value', undefined)).toBe(true);
    expect(wants(undefined, 'MEMBERS')).toBe(false);
    expect(wants(undefined, 'members.display')).toBe(true);
    expect(projectionWants(groupType, undefined, 'nothing')).toBe(false);
  });
});

describe('RFC 7643 §7 returned', () => {
  const schema = defineSchema({
    id: 'urn:x:t',
    attributes: [
      { name: 'always', returned: 'always' },
      { name: 'usual' },
      { name: 'asked', returned: 'request' },
      { name: 'never', returned: 'never' },
      {
        ...{ name: 'mixed', type: 'complex' },
        subAttributes: [
          { name: 'usual' },
          { name: 'asked', returned: 'request' },
          { name: 'never', returned: 'never' },
        ],
      },
    ],
  });
  const type = defineResourceType({
    ...{ name: 'T', description: '', endpoint: '/T', schema, extensions: [] },
  });
  const mixed = { usual: '1', asked: '2', never: '3' };
  const object = { id: 'i', always: 'a', usual: 'b', asked: 'c', never: 'd', mixed };
  const keep = { id: 'i', always: 'a' };
  it('7643-7-08 7643-7-09 7643-7-10 7643-7-11 B3 follows the table', () => {
    expect(shown(undefined, undefined, object, type)).toEqual({
      ...keep,
      usual: 'b',
      mixed: { usual: '1' },
    });
    expect(shown('usual', undefined, object, type)).toEqual({ ...keep, usual: 'b' });
    expect(shown('asked,never', undefined, object, type)).toEqual({ ...keep, asked: 'c' });
    expect(shown(undefined, 'always,usual', object, type)).toEqual({
      ...keep,
      mixed: { usual: '1' },
    });
    expect(shown('mixed', undefined, object, type).mixed).toEqual({ usual: '1' });
    expect(shown('mixed.asked,mixed.never', undefined, object, type).mixed).toEqual({ asked: '2' });
  });
});
