import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { readJson } from '../json/index.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { userType } from '../schema/index.ts';
import { parseProjection, project, readResource, replaceResource, sameResource } from './index.ts';
import type { Json } from './types.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const NAMES = [
  ...[...userType.attributes.values()].map(({ name }) => name),
  ...['password', 'USERNAME', '__proto__', 'constructor', ENTERPRISE, 'urn:x:y'],
];
const SUBS = [
  'value',
  'type',
  'primary',
  'display',
  'givenName',
  '$ref',
  'manager',
  'department',
  'x',
];

const options = (mode: 'tolerant' | 'strict') => ({ mode, note: () => {}, limits: DEFAULT_LIMITS });
const text = fc.oneof(fc.string(), fc.constantFrom('True', 'false', 'work', 'a@b', ''));
const simple = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: fc.boolean() },
  fc.integer(),
  fc.constant(null),
);
const object = fc.dictionary(fc.constantFrom(...SUBS), simple, { maxKeys: 5 });
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: simple },
  object,
  fc.array(fc.oneof(object, simple), { maxLength: 4 }),
  fc.dictionary(fc.constantFrom(...SUBS), fc.oneof(simple, object), { maxKeys: 3 }),
);
const anyBody = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 });

/** Bodies that are mostly right, so that many of them are accepted. */
const element = fc.record(
  { value: text, type: text, display: text, primary: fc.constantFrom(false, 'False', null) },
  { requiredKeys: [] },
);
const elements = fc.oneof(fc.array(element, { maxLength: 4 }), element, fc.constant(null));
const goodBody = fc.record(
  {
    userName: fc.string().map((name) => `u${name.replaceAll('\0', '')}`),
    externalId: text,
    name: fc.record({ givenName: text, familyName: text, x: text }, { requiredKeys: [] }),
    emails: elements,
    phoneNumbers: elements,
    roles: elements,
    active: fc.constantFrom(true, false, 'True', 'FALSE', null),
    password: text,
    [ENTERPRISE]: fc.record(
      { department: text, manager: fc.oneof(text, fc.array(text, { maxLength: 1 }), element) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['userName'] },
);

/** What POST makes of a body, or undefined when it is refused in the proper way. */
function create(body: Json) {
  try {
    return readResource(userType, body, options('tolerant')).resource;
  } catch (error) {
    if (error instanceof ScimError && error.status < 500) return undefined;
    throw error;
  }
}

describe('canonical resources', () => {
  it('any body is read or refused as a SCIM error', () => {
    fc.assert(
      fc.property(anyBody, (body) => void create(body as Json)),
      { numRuns: 2000 },
    );
  });
  it('reading a canonical resource gives the same again', () => {
    const good = goodBody.map((body) => ({ body, modes: ['tolerant', 'strict'] as const }));
    // What only a tolerant connection takes (odd URIs) a strict one rightly refuses.
    const any = anyBody.map((body) => ({ body, modes: ['tolerant'] as const }));
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(good, any), ({ body, modes }) => {
        const once = create(body as Json);
        if (once === undefined) return;
        accepted++;
        const again = readJson(JSON.stringify(once), { jsonDepth: 32 });
        for (const mode of modes) {
          expect(JSON.stringify(readResource(userType, again, options(mode)).resource)).toBe(
            JSON.stringify(once),
          );
          const put = replaceResource(userType, again, once, options(mode)).resource;
          expect(sameResource(put, once)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });
});

describe('projections', () => {
  it('id and schemas always show, and nothing shows that was not there', () => {
    const names = fc.array(
      fc.oneof(fc.constantFrom(...NAMES, 'emails.value', 'name.givenName'), fc.string()),
    );
    fc.assert(
      fc.property(goodBody, names, fc.boolean(), (body, list, excluded) => {
        const resource = create(body as Json);
        if (resource === undefined) return;
        const whole = { ...resource, id: 'i', meta: { resourceType: 'User' } };
        const joined = list.join(',');
        const projection = parseProjection(
          userType,
          excluded ? undefined : joined,
          excluded ? joined : undefined,
          DEFAULT_LIMITS,
        );
        const shown = projection === undefined ? whole : project(userType, whole, projection);
        expect(shown).toMatchObject({ id: 'i', schemas: resource.schemas });
        expect(isPartOf(shown, whole)).toBe(true);
      }),
      {
        examples: [
          [{ userName: 'u', emails: [{ value: '' }, { display: '' }] }, ['emails.value'], false],
        ],
      },
    );
  });
});

/** An element of which no sub-attribute was asked for is left out of its list. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (Array.isArray(part)) {
    const all = Array.isArray(whole) ? whole : [];
    return part.every((element) => all.some((other) => isPartOf(element, other)));
  }
  return Object.entries(part).every(([name, value]) =>
    isPartOf(value, (whole as Record<string, unknown> | undefined)?.[name]),
  );
}
