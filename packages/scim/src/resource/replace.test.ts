import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.ts';
import { defineResourceType, defineSchema, groupType, userType } from '../schema/index.ts';
import type { ResourceType } from '../schema/types.ts';
import { replaceResource, sameResource } from './index.ts';
import type { Json, JsonObject, Mode } from './types.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const replace = (
  body: Json,
  current: JsonObject,
  type: ResourceType = userType,
  mode: Mode = 'tolerant',
) => replaceResource(type, body, current, { mode, note: () => {}, limits: DEFAULT_LIMITS });

describe('RFC 7644 §3.5.1 PUT', () => {
  const current = {
    schemas: [USER, ENTERPRISE],
    userName: 'a',
    title: 't',
    emails: [{ value: 'v' }],
    active: false,
    [ENTERPRISE]: { department: 'd' },
  };
  it('7644-3.5.1-02 7644-3.5.1-03 AMB-16 replaces, and clears what is omitted but active', () => {
    const { resource, members } = replace({ schemas: [USER], userName: 'b' }, current);
    expect(resource).toEqual({ schemas: [USER], userName: 'b', active: false });
    expect(members).toEqual([]);
    for (const mode of ['tolerant', 'strict'] as const) {
      const body = { schemas: [USER], userName: 'b', active: null };
      expect(replace(body, current, userType, mode).resource.active).toBe(false);
    }
    expect(replace({ userName: 'b', active: true }, current).resource.active).toBe(true);
  });
  it('7644-3.5.1-07 null and [] clear', () => {
    const body = { ...current, title: null, emails: [], [ENTERPRISE]: null };
    expect(replace(body, current).resource).toEqual({
      schemas: [USER],
      userName: 'a',
      active: false,
    });
  });
  it('7644-3.5.1-05 AMB-50 ignores read-only values', () => {
    const echo = { ...current, id: 'other', meta: { version: 'x' }, groups: [{ value: 'g' }] };
    expect(sameResource(replace(echo, current).resource, current)).toBe(true);
  });
  it('7644-3.5.1-06 wants required attributes', () => {
    expect(() => replace({ schemas: [USER] }, current)).toThrow(/userName is required/);
  });
  it('7644-3.5.1-02 members named are replaced, members omitted stay (strict: go)', () => {
    const group = { schemas: [GROUP], displayName: 'g' };
    const members = (fields: JsonObject, mode: Mode = 'tolerant') =>
      replace({ ...group, ...fields }, group, groupType, mode).members;
    expect(members({})).toEqual([]);
    expect(members({}, 'strict')).toEqual([{ kind: 'removeAll' }]);
    expect(members({ members: [] })).toEqual([{ kind: 'replace', members: [] }]);
    expect(members({ members: null })).toEqual([{ kind: 'replace', members: [] }]);
    expect(members({ members: [{ value: 'u' }] })).toEqual([
      { kind: 'replace', members: [{ value: 'u', type: undefined }] },
    ]);
  });
});

describe('RFC 7644 §3.5.1 immutable and write-only attributes', () => {
  const attributes = [
    { name: 'badge', mutability: 'immutable' },
    { name: 'pin', mutability: 'writeOnly', returned: 'never' },
    { name: 'note' },
  ];
  const schema = defineSchema({ id: 'urn:x:thing', attributes });
  const extension = defineSchema({ id: 'urn:x:more', attributes });
  const type = defineResourceType({
    ...{ name: 'Thing', description: '', endpoint: '/Things', schema },
    extensions: [{ schema: extension, required: false }],
  });
  const current = {
    schemas: ['urn:x:thing', 'urn:x:more'],
    badge: 'B1',
    pin: '1',
    note: 'n',
    'urn:x:more': { badge: 'B2', pin: '2', note: 'n' },
  };
  it('7644-3.5.1-09 keeps both when omitted', () => {
    expect(replace({ schemas: ['urn:x:thing'] }, current, type).resource).toEqual({
      schemas: ['urn:x:thing', 'urn:x:more'],
      badge: 'B1',
      pin: '1',
      'urn:x:more': { badge: 'B2', pin: '2' },
    });
  });
  it('7644-3.5.1-04 takes an equal value, refuses another, sets an unset one', () => {
    expect(replace({ badge: 'B1' }, current, type).resource.badge).toBe('B1');
    expect(() => replace({ badge: 'b1' }, current, type)).toThrow(/^mutability: badge cannot/);
    expect(() => replace({ 'urn:x:more': { badge: 'x' } }, current, type)).toThrow(
      /^mutability: urn:x:more:badge/,
    );
    expect(replace({ badge: 'B9' }, { schemas: [] }, type).resource.badge).toBe('B9');
  });
});
