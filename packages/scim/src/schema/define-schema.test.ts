import { describe, expect, it } from 'vitest';
import {
  commonAttributes,
  coreResourceTypes,
  defineResourceType,
  defineSchema,
  enterpriseUserSchema,
  groupType,
  resourceTypeSchema,
  schemaSchema,
  serviceProviderConfigSchema,
  userSchema,
  userType,
} from './index.ts';
import type { Attribute } from './types.ts';

const URI = 'urn:example:params:scim:schemas:test:2.0:Thing';
const schemaOf = (...attributes: unknown[]) => defineSchema({ id: URI, name: 'Thing', attributes });

describe('RFC 7643 §2.1 names', () => {
  it.each(['1abc', 'a b', '', '-a', 'a.b', 'a:b', '__proto__', '$other', 'é'])(
    '7643-2.1-03 refuses the name %j',
    (name) => {
      expect(() => schemaOf({ name })).toThrow(/not an attribute name/);
    },
  );
  it.each(['a', 'a1', 'a-b', 'a_b', 'a$', 'constructor', 'toString'])(
    '7643-2.1-03 takes the name %j',
    (name) => {
      expect(schemaOf({ name }).attributes.get(name.toLowerCase())?.name).toBe(name);
    },
  );
  it('7643-2.1-03 takes $ref, which has to be a reference', () => {
    const ref = (type: string) =>
      schemaOf({ name: 'a', type: 'complex', subAttributes: [{ name: '$ref', type }] });
    expect(ref('reference').attributes.get('a')?.subAttributes.has('$ref')).toBe(true);
    expect(() => ref('string')).toThrow(/"\$ref" is a reference/);
  });
  it('7643-2.1-01 refuses two names that differ in case only', () => {
    expect(() => schemaOf({ name: 'abc' }, { name: 'ABC' })).toThrow(/two attributes/);
  });
});

describe('RFC 7643 §2.2 defaults', () => {
  it('7643-2.2-01 fills in the defaults', () => {
    expect(schemaOf({ name: 'plain' }).attributes.get('plain')).toEqual({
      name: 'plain',
      type: 'string',
      multiValued: false,
      description: '',
      required: false,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
      canonicalValues: [],
      referenceTypes: [],
      subAttributes: new Map(),
    });
  });
  it('freezes what it makes', () => {
    const schema = schemaOf({ name: 'plain' });
    expect(Object.isFrozen(schema)).toBe(true);
    expect(Object.isFrozen(schema.attributes.get('plain'))).toBe(true);
  });
});

describe('RFC 7643 §2.3 types', () => {
  it('7643-2.3-02 refuses a new type', () => {
    expect(() => schemaOf({ name: 'a', type: 'map' })).toThrow(/"type" has to be one of/);
  });
  it('7643-1.2-01 refuses sub-attributes of a simple attribute', () => {
    const definition = { name: 'a', type: 'string', subAttributes: [{ name: 'b' }] };
    expect(() => schemaOf(definition)).toThrow(/only a complex/);
  });
  it('7643-2.3.8-02 refuses complex inside complex', () => {
    const inner = { name: 'b', type: 'complex', subAttributes: [{ name: 'c' }] };
    expect(() => schemaOf({ name: 'a', type: 'complex', subAttributes: [inner] })).toThrow(
      /cannot be complex/,
    );
  });
  it('7643-7-03 refuses a complex attribute without sub-attributes', () => {
    expect(() => schemaOf({ name: 'a', type: 'complex' })).toThrow(/missing or empty/);
  });
  it('7643-2.3.6-03 7643-2.3.7-04 binary and reference are case exact', () => {
    const { attributes } = schemaOf(
      { name: 'a', type: 'binary', caseExact: false },
      { name: 'b', type: 'reference', caseExact: false },
    );
    expect([...attributes.values()].map(({ caseExact }) => caseExact)).toEqual([true, true]);
  });
  it('7643-2.4-02 primary is a boolean', () => {
    expect(() => schemaOf({ name: 'primary', type: 'string' })).toThrow(/boolean/);
  });
  it('7643-7-14 only references have referenceTypes', () => {
    expect(() => schemaOf({ name: 'a', referenceTypes: ['User'] })).toThrow(/only a reference/);
  });
  it.each([
    null,
    [],
    'x',
    {},
    { id: 'nocolon', attributes: [{ name: 'a' }] },
    { id: URI },
    { id: URI, attributes: [] },
    { id: URI, attributes: [null] },
    { id: URI, attributes: [{ name: 'a', multiValued: 'yes' }] },
    { id: URI, attributes: [{ name: 'a', canonicalValues: 'x' }] },
    { id: URI, name: 1, attributes: [{ name: 'a' }] },
  ])('refuses the malformed document %j', (document) => {
    expect(() => defineSchema(document)).toThrow(Error);
  });
});

describe('RFC 7643 §3.1 common attributes and §3.3 extensions', () => {
  const type = { name: 'Thing', description: '', endpoint: '/Things', extensions: [] };
  it('7643-3.1-03 7643-3.3-04 schemas do not redefine common attributes', () => {
    for (const name of ['id', 'META', 'externalId', 'schemas']) {
      const schema = schemaOf({ name });
      expect(() => defineResourceType({ ...type, schema })).toThrow(/common attribute/);
      const extensions = [{ schema, required: false }];
      expect(() => defineResourceType({ ...type, schema: userSchema, extensions })).toThrow(
        /common attribute/,
      );
    }
  });
  it('refuses a schema that is there twice, an odd endpoint and odd member attributes', () => {
    const schema = schemaOf({ name: 'a' });
    const twice = [{ schema, required: false }];
    expect(() => defineResourceType({ ...type, schema, extensions: twice })).toThrow(/twice/);
    expect(() => defineResourceType({ ...type, schema, endpoint: 'Things' })).toThrow(/endpoint/);
    expect(() => defineResourceType({ ...type, schema, memberAttribute: 'a' })).toThrow(/multi/);
    expect(() => defineResourceType({ ...type, schema, dropped: ['A'] })).toThrow(/dropped/);
  });
  it('7643-3.1-01 every type has the common attributes', () => {
    for (const { attributes } of coreResourceTypes) {
      for (const name of commonAttributes.keys()) expect(attributes.has(name)).toBe(true);
    }
    expect(commonAttributes.get('id')).toMatchObject({ mutability: 'readOnly', caseExact: true });
    expect(commonAttributes.get('schemas')).toMatchObject({ returned: 'always', caseExact: false });
  });
});

describe('RFC 7643 §4 core types', () => {
  it('7643-4.1.1-12 knows no password, only to drop it', () => {
    expect(userSchema.attributes.has('password')).toBe(false);
    expect(userType.attributes.has('password')).toBe(false);
    expect(userType.dropped).toEqual(new Set(['password']));
  });
  it('7643-4.2-01 requires displayName of groups and knows members', () => {
    expect(groupType.attributes.get('displayname')?.required).toBe(true);
    expect(groupType.memberAttribute?.name).toBe('members');
  });
  it('7643-4.3-01 has the enterprise attributes', () => {
    expect([...enterpriseUserSchema.attributes.values()].map(({ name }) => name)).toEqual([
      'employeeNumber',
      'costCenter',
      'organization',
      'division',
      'department',
      'manager',
    ]);
  });
  it('7643-2.3-03 7643-2.3.8-02 all schemas use legal types and nest once', () => {
    const check = (attributes: ReadonlyMap<string, Attribute>, depth: number) => {
      for (const attribute of attributes.values()) {
        expect(attribute.subAttributes.size > 0).toBe(attribute.type === 'complex');
        expect(depth).toBeGreaterThanOrEqual(0);
        check(attribute.subAttributes, depth - 1);
      }
    };
    check(userSchema.attributes, 1);
    check(serviceProviderConfigSchema.attributes, 1);
    check(resourceTypeSchema.attributes, 1);
    check(schemaSchema.attributes, 2);
    expect(userSchema.attributes.get('x509certificates')?.subAttributes.get('value')?.type).toBe(
      'binary',
    );
  });
});
