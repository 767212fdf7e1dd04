import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import enterpriseDocument from '../schema/data/enterprise-user.json' with { type: 'json' };
import groupDocument from '../schema/data/group.json' with { type: 'json' };
import userDocument from '../schema/data/user.json' with { type: 'json' };
import {
  enterpriseUserSchema,
  groupSchema,
  serviceProviderConfigSchema,
  userSchema,
  userType,
} from '../schema/index.ts';
import {
  errorBody,
  LIST_TAIL,
  listHead,
  listResponse,
  resourceTypeDocument,
  schemaDocument,
  serviceProviderConfig,
} from './index.ts';

const BASE = 'https://example.com/scim/v2';
const facts = {
  baseUrl: BASE,
  limits: DEFAULT_LIMITS,
  documentationUri: undefined,
  interopProfile: false,
};

describe('RFC 7644 §3.12 errors', () => {
  it('7644-3.12-01 have schema, status as a string, scimType and detail', () => {
    expect(errorBody(new ScimError('invalidFilter', 'No.'))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '400',
      scimType: 'invalidFilter',
      detail: 'No.',
    });
    expect(errorBody(new ScimError('notFound', 'Gone.'))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '404',
      detail: 'Gone.',
    });
  });
});

describe('RFC 7644 §3.4.2 ListResponse', () => {
  it('says the same as text and as object', () => {
    const text = `${listHead(2, 1, 2)}{"a":1},{"a":2}${LIST_TAIL}`;
    expect(JSON.parse(text)).toEqual(listResponse([{ a: 1 }, { a: 2 }]));
  });
});

describe('RFC 7643 §5 ServiceProviderConfig', () => {
  it('7643-5-02 9865-4-01 has what the schema requires, and only what it has', () => {
    const config = serviceProviderConfig({ ...facts, documentationUri: 'https://example.com/h' });
    const known = serviceProviderConfigSchema.attributes;
    for (const { name, required } of known.values()) {
      if (required) expect(config).toHaveProperty(name);
    }
    for (const name of Object.keys(config)) {
      expect(known.has(name.toLowerCase()) || ['schemas', 'meta'].includes(name), name).toBe(true);
    }
    expect(config.documentationUri).toBe('https://example.com/h');
  });
  it('INTEROP-01 says it keeps to the profile only where it does', () => {
    expect(serviceProviderConfig(facts)).not.toHaveProperty('interopProfileConformant');
    expect(serviceProviderConfig({ ...facts, interopProfile: true })).toMatchObject({
      interopProfileConformant: true,
    });
  });
  it('9865-4-03 shows the limits as set', () => {
    const limits = { ...DEFAULT_LIMITS, pageSize: 50 };
    expect(serviceProviderConfig({ ...facts, limits })).toMatchObject({
      filter: { supported: true, maxResults: 50 },
      pagination: { maxPageSize: 50, defaultPageSize: 50, cursor: false, index: true },
    });
  });
});

describe('RFC 7643 §6 ResourceType', () => {
  it('INTEROP-02 has its name as id', () => {
    expect(resourceTypeDocument(userType, BASE)).toMatchObject({
      id: 'User',
      name: 'User',
      endpoint: '/Users',
      schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
      schemaExtensions: [
        {
          schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
          required: false,
        },
      ],
      meta: { location: `${BASE}/ResourceTypes/User` },
    });
  });
});

describe('RFC 7643 §8.7 schemas', () => {
  /** Keys whose absence means the default that we write out, or the other way round. */
  const plain = (attributes: readonly object[]): unknown =>
    attributes.map((attribute) => {
      const { caseExact, uniqueness, subAttributes, ...rest } = attribute as Record<
        string,
        unknown
      >;
      return Array.isArray(subAttributes)
        ? { ...rest, subAttributes: plain(subAttributes) }
        : { ...rest, caseExact: caseExact ?? false, uniqueness: uniqueness ?? 'none' };
    });

  it.each([
    ['User', userSchema, userDocument],
    ['Group', groupSchema, groupDocument],
    ['EnterpriseUser', enterpriseUserSchema, enterpriseDocument],
  ])('7643-8.7-01 %s is as published, errata applied, without password', (_name, schema, data) => {
    const shown = schemaDocument(schema, BASE);
    const published = data.attributes.filter(({ name }) => name !== 'password');
    expect(plain(shown.attributes as object[])).toEqual(plain(published));
    expect(JSON.stringify(shown)).not.toMatch(/"password"/);
    expect(shown).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: data.id,
      meta: { resourceType: 'Schema', location: `${BASE}/Schemas/${data.id}` },
    });
  });
  it('7643-2.3.8-03 shows neither letter case nor uniqueness on complex attributes', () => {
    const { attributes } = schemaDocument(userSchema, BASE);
    for (const attribute of attributes as Record<string, unknown>[]) {
      if (attribute.type !== 'complex') continue;
      expect(attribute).not.toHaveProperty('caseExact');
      expect(attribute).not.toHaveProperty('uniqueness');
      expect(attribute.subAttributes).toBeDefined();
    }
  });
});
