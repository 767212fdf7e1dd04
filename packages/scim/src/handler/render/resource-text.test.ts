import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../limits.ts';
import { parseProjection, project } from '../../resource/index.ts';
import { groupType, userType } from '../../schema/index.ts';
import type { StoredResource } from '../store.ts';
import { fullView } from './full-view.ts';
import { location } from './links.ts';
import { resourceText } from './resource-text.ts';

const BASE = 'https://example.com/scim/v2';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const anyUser: fc.Arbitrary<StoredResource> = fc
  .record({
    id: fc.oneof(fc.uuid(), fc.string({ minLength: 1, unit: 'grapheme' })),
    version: fc.integer({ min: 1 }),
    displayName: fc.string({ unit: 'grapheme' }),
    department: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    groups: fc.array(
      fc.record({
        value: fc.uuid(),
        display: fc.string({ unit: 'grapheme' }),
        type: fc.constantFrom('direct' as const, 'indirect' as const),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ id, version, displayName, department, groups }) => ({
    id,
    version,
    groups,
    created: '2026-01-01T00:00:00.000Z',
    lastModified: '2026-01-02T00:00:00.000Z',
    json: JSON.stringify({
      schemas: department ? [userType.schema.id, ENTERPRISE] : [userType.schema.id],
      userName: 'a',
      displayName,
      [ENTERPRISE]: department ? { department } : undefined,
    }),
  }));

describe('RFC 7644 §3.9 answers with and without projection', () => {
  it('agree', () => {
    const nothing = parseProjection(userType, undefined, 'none', DEFAULT_LIMITS);
    fc.assert(
      fc.property(anyUser, (stored) => {
        const view = fullView(userType, BASE, stored);
        expect(
          JSON.parse(resourceText(userType, BASE, stored, location(BASE, userType, stored.id))),
        ).toEqual(view);
        expect(nothing && project(userType, view, nothing)).toEqual(view);
      }),
    );
  });
  it('7644-3.1-01 begin with schemas and id', () => {
    const stored: StoredResource = {
      id: 'a b',
      json: `{"schemas":["${groupType.schema.id}"],"displayName":"G"}`,
      created: 'c',
      lastModified: 'm',
      version: 7,
      groups: [],
    };
    const text = resourceText(groupType, BASE, stored, location(BASE, groupType, stored.id));
    expect(text).toBe(
      `{"schemas":["${groupType.schema.id}"],"id":"a b","displayName":"G","meta":{` +
        '"resourceType":"Group","created":"c","lastModified":"m",' +
        `"location":"${BASE}/Groups/a%20b","version":"W/\\"7\\""}}`,
    );
    expect(JSON.stringify(fullView(groupType, BASE, stored))).toBe(text);
    expect(fullView(groupType, BASE, stored, [])).toHaveProperty('members', []);
  });
});
