import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { readJson } from '../json/index.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { readResource, validateResource } from '../resource/index.ts';
import type { Json, Mode, Resource } from '../resource/types.ts';
import { groupType, userType } from '../schema/index.ts';
import type { ResourceType } from '../schema/types.ts';
import {
  ENTERPRISE,
  GEAR,
  GROUP,
  type Outcome,
  patch,
  THING,
  thingType,
  USER,
} from './test-support.ts';

const word = fc.constantFrom(
  'work',
  'home',
  'a@x',
  'b@x',
  'Jo',
  'True',
  'false',
  '',
  '1',
  'ẞ',
  '\u0130',
);
const simple = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.boolean(),
  fc.constant(null),
  fc.integer({ min: -2, max: 2 }),
  fc.string({ maxLength: 5 }),
);
const sub = fc.constantFrom(
  'value',
  'type',
  'primary',
  'display',
  'givenName',
  '$ref',
  'region',
  'x',
);
const element = fc.dictionary(sub, simple, { maxKeys: 4 });
const goodElement = fc.record(
  { value: word, type: word, primary: fc.constantFrom(true, false, 'True') },
  { requiredKeys: ['value'] },
);
const value = fc.oneof(
  { weight: 3, arbitrary: simple },
  { weight: 2, arbitrary: element },
  {
    weight: 3,
    arbitrary: fc.array(fc.oneof(goodElement, goodElement, element, simple), { maxLength: 4 }),
  },
);
const filter = fc.oneof(
  fc
    .tuple(sub, fc.constantFrom('eq', 'ne', 'co', 'sw', 'gt'), simple)
    .map(([name, operator, literal]) => `${name} ${operator} ${JSON.stringify(literal)}`),
  fc.constantFrom(
    'type eq "work"',
    'primary eq true',
    'primary eq "True"',
    'value pr',
    'not (type pr)',
  ),
);
const filters = fc.oneof(
  { weight: 3, arbitrary: filter },
  fc.tuple(filter, fc.constantFrom('and', 'or'), filter).map((parts) => parts.join(' ')),
);

function operationsFor(names: readonly string[]) {
  const name = fc.constantFrom(...names);
  const path = fc.oneof(
    { weight: 3, arbitrary: name },
    fc.tuple(name, sub).map(([attribute, part]) => `${attribute}.${part}`),
    {
      weight: 2,
      arbitrary: fc.tuple(name, filters).map(([attribute, text]) => `${attribute}[${text}]`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(name, filters, sub)
        .map(([attribute, text, part]) => `${attribute}[${text}].${part}`),
    },
    fc.string({ maxLength: 12 }),
    fc.constantFrom('__proto__', 'constructor.prototype', '__proto__[primary eq true].x'),
  );
  const operation = fc.record(
    {
      op: fc.constantFrom('add', 'replace', 'remove', 'Add'),
      path: fc.oneof({ weight: 9, arbitrary: path }, fc.constant(null)),
      value: fc.oneof({ weight: 4, arbitrary: value }, fc.dictionary(path, value, { maxKeys: 4 })),
    },
    { requiredKeys: ['op', 'path'] },
  );
  return fc.array(operation, { minLength: 1, maxLength: 8 });
}

const namesOf = (type: ResourceType, ...more: string[]) => [
  ...[...type.attributes.values()].map(({ name }) => name),
  ...type.extensions.flatMap(({ schema }) => [
    schema.id,
    ...[...schema.attributes.values()].map(({ name }) => `${schema.id}:${name}`),
  ]),
  ...more,
];

const EMAILS = ['emails', 'addresses', 'roles', 'name', `${ENTERPRISE}:manager`];
const CASES: readonly (readonly [ResourceType, Resource, readonly string[]])[] = [
  [
    userType,
    {
      schemas: [USER, ENTERPRISE],
      userName: 'jo',
      name: { givenName: 'Jo' },
      active: true,
      emails: [
        { value: 'a@x', type: 'work', primary: true },
        { value: 'b@x', type: 'home' },
      ],
      [ENTERPRISE]: { manager: { value: 'm', $ref: 'Users/m' } },
    },
    namesOf(userType, 'password', 'department', ...EMAILS, ...EMAILS, ...EMAILS),
  ],
  [groupType, { schemas: [GROUP], displayName: 'Team' }, namesOf(groupType, 'members', 'members')],
  [
    thingType,
    {
      schemas: [THING, GEAR],
      label: 'L',
      needed: 'n',
      serial: '1',
      batches: ['b'],
      parts: [{ value: 'a@x', type: 'work' }],
      [GEAR]: { ratio: 'r' },
    },
    namesOf(thingType, 'parts', 'origin', 'parts'),
  ],
];

function attempt(
  type: ResourceType,
  current: Resource,
  operations: readonly unknown[],
  mode: Mode,
) {
  try {
    return patch(current, operations, { type, mode });
  } catch (error) {
    if (error instanceof ScimError && error.status < 500) return undefined;
    throw error;
  }
}

/** A canonical resource stays what it is when it is validated, printed, and read again. */
function expectCanonical(type: ResourceType, { resource }: Outcome): void {
  const text = JSON.stringify(resource);
  expect(JSON.stringify(validateResource(type, resource))).toBe(text);
  const options = { mode: 'tolerant' as const, note: () => {}, limits: DEFAULT_LIMITS };
  const again = readResource(type, readJson(text, { jsonDepth: 32 }) as Json, options).resource;
  expect(again).toEqual(
    'active' in resource || type !== userType ? resource : { ...resource, active: true },
  );
}

const shape = () => JSON.stringify(Object.getOwnPropertyNames(Object.prototype));

describe('RFC 7644 §3.5.2 any operations', () => {
  it.each(CASES.map(([type, current, names]) => [type.name, type, current, names] as const))(
    '%s: a SCIM error or a canonical resource; nothing else changes',
    (_, type, current, names) => {
      const frozen = JSON.stringify(current);
      const prototype = shape();
      let applied = 0;
      fc.assert(
        fc.property(
          operationsFor(names),
          fc.constantFrom('tolerant', 'strict'),
          (operations, mode) => {
            let resource = current;
            // Together, and one by one: what is refused alone does not hide the rest.
            for (const request of [operations, ...operations.map((one) => [one])]) {
              const result = attempt(type, resource, request, mode as Mode);
              expect(JSON.stringify(current)).toBe(frozen);
              expect(shape()).toBe(prototype);
              if (result === undefined) continue;
              if (result.resource !== resource || result.members.length > 0) applied++;
              resource = result.resource;
              expectCanonical(type, result);
            }
          },
        ),
        { numRuns: 4000 },
      );
      expect(applied).toBeGreaterThan(100);
    },
  );

  it('the same request again changes nothing more, if it only sets values', () => {
    const [type, current, names] = CASES[0] ?? [];
    if (type === undefined || current === undefined || names === undefined) throw new Error();
    const single = fc.tuple(
      fc.constantFrom('title', 'name', 'name.givenName', 'emails', 'active'),
      value,
    );
    fc.assert(
      fc.property(single, ([path, given]) => {
        const operation = { op: 'replace', path, value: given };
        const once = attempt(type, current, [operation], 'tolerant');
        if (once === undefined) return;
        const twice = attempt(type, once.resource, [operation], 'tolerant');
        expect(twice?.resource).toBe(once.resource);
      }),
      { numRuns: 1000 },
    );
  });
});
