import { describe, expect, it } from 'vitest';
import { resolvePath, userType } from '../schema/index.ts';
import { foldResource, sortKey } from './index.ts';
import type { JsonObject } from './types.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('RFC 7643 §2.2 the folded copy', () => {
  it('folds where case does not matter and leaves what is empty out', () => {
    const resource = {
      userName: 'Ann',
      externalId: 'ABC',
      active: true,
      name: { givenName: 'GG' },
      emails: [{ value: 'A@B', primary: true, type: 'Work' }, {}],
      phoneNumbers: [],
      title: null,
      nonsense: 'x',
      [ENTERPRISE]: { department: 'DD', manager: { value: 'Mm', $ref: 'Users/Mm' } },
    };
    expect(foldResource(userType, resource)).toEqual({
      userName: 'ann',
      externalId: 'ABC',
      active: true,
      name: { givenName: 'gg' },
      emails: [{ value: 'a@b', primary: true, type: 'work' }],
      [ENTERPRISE]: { department: 'dd', manager: { value: 'Mm', $ref: 'Users/Mm' } },
    });
  });
});

describe('RFC 7644 §3.4.2.3 sorting', () => {
  const key = (resource: JsonObject, attribute: string, sub?: string) => {
    const target = resolvePath(userType, { kind: 'path', schema: undefined, attribute, sub });
    if (target === undefined) throw new Error(attribute);
    return sortKey(target, resource);
  };
  it('7644-3.4.2.3-06 folds strings unless they are case exact', () => {
    expect(key({ userName: 'Ann' }, 'userName')).toBe('ann');
    expect(key({ externalId: 'Ann' }, 'externalId')).toBe('Ann');
    expect(key({ name: { familyName: 'F' } }, 'name', 'familyName')).toBe('f');
    expect(key({ [ENTERPRISE]: { department: 'D' } }, 'department')).toBe('d');
  });
  it('7644-3.4.2.3-02 takes the primary value, else the first', () => {
    const emails = [{ value: 'a' }, { value: 'B', primary: true }];
    expect(key({ emails }, 'emails')).toBe('b');
    expect(key({ emails }, 'emails', 'value')).toBe('b');
    expect(key({ emails: [{ value: 'a' }, { value: 'c' }] }, 'emails')).toBe('a');
  });
  it('7644-3.4.2.3-04 has no key where there is no value', () => {
    expect(key({}, 'title')).toBeUndefined();
    expect(key({}, 'emails')).toBeUndefined();
    expect(key({}, 'department')).toBeUndefined();
    expect(key({ emails: [{ type: 'work' }] }, 'emails')).toBeUndefined();
    expect(key({ name: { familyName: 'f' } }, 'name')).toBeUndefined();
  });
});
