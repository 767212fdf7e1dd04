import { describe, expect, it } from 'vitest';
import {
  defineResourceType,
  defineSchema,
  enterpriseUserSchema,
  findExtension,
  groupType,
  resolvePath,
  schemaUris,
  targetName,
  userSchema,
  userType,
} from './index.ts';
import type { ResourceType } from './types.ts';

const named = (
  attribute: string,
  sub?: string,
  schema?: string,
  type: ResourceType = userType,
): string | undefined => {
  const target = resolvePath(type, { kind: 'path', schema, attribute, sub });
  return target && targetName(target);
};
const ENTERPRISE = enterpriseUserSchema.id;

describe('RFC 7644 §3.10 attribute notation', () => {
  it('7643-2.1-01 7644-3.10-03 names do not depend on case', () => {
    expect(named('USERNAME')).toBe('userName');
    expect(named('Name', 'GIVENname')).toBe('name.givenName');
    expect(named('MANAGER', '$REF', ENTERPRISE.toUpperCase())).toBe(`${ENTERPRISE}:manager.$ref`);
  });
  it('7644-3.10-01 takes the base schema and common attributes', () => {
    expect(named('userName', undefined, userSchema.id)).toBe('userName');
    expect(named('meta', 'lastModified')).toBe('meta.lastModified');
    expect(named('externalId', undefined, undefined, groupType)).toBe('externalId');
  });
  it('AMB-30 finds an extension attribute without URI if one extension has it', () => {
    expect(named('department')).toBe(`${ENTERPRISE}:department`);
    expect(named('manager', 'value')).toBe(`${ENTERPRISE}:manager.value`);
    const other = defineSchema({ id: 'urn:x:other', attributes: [{ name: 'department' }] });
    const type = defineResourceType({
      ...{ name: 'User', description: '', endpoint: '/Users', schema: userSchema },
      extensions: [
        { schema: enterpriseUserSchema, required: false },
        { schema: other, required: false },
      ],
    });
    expect(named('department', undefined, undefined, type)).toBeUndefined();
    expect(named('division', undefined, undefined, type)).toBe(`${ENTERPRISE}:division`);
  });
  it.each(['nothing', 'password', '__proto__', 'constructor', 'toString', ''])(
    'does not know %j',
    (name) => {
      expect(named(name)).toBeUndefined();
      expect(named('name', name)).toBeUndefined();
      expect(named(name, undefined, ENTERPRISE)).toBeUndefined();
      expect(named(name, 'x')).toBeUndefined();
    },
  );
  it('has no sub-attributes of simple attributes and no foreign schemas', () => {
    expect(named('userName', 'value')).toBeUndefined();
    expect(named('userName', undefined, ENTERPRISE)).toBeUndefined();
    expect(named('userName', undefined, 'urn:foreign')).toBeUndefined();
  });
  it('lists URIs, base first, and finds extensions', () => {
    expect(schemaUris(userType)).toEqual([userSchema.id, ENTERPRISE]);
    expect(findExtension(userType, ENTERPRISE.toUpperCase())?.schema).toBe(enterpriseUserSchema);
    expect(findExtension(userType, userSchema.id)).toBeUndefined();
  });
});
