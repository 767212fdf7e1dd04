/** Random resources and filters for the test that SQL and the evaluator agree. */
import {
  defineResourceType,
  defineSchema,
  enterpriseUserSchema,
  groupType,
  type Json,
  type JsonObject,
  type Resource,
  type ResourceType,
  userSchema,
} from '@rollcall/scim';
import fc from 'fast-check';

export const EXTRA = 'urn:example:params:scim:schemas:extension:Extra';
const ENTERPRISE = enterpriseUserSchema.id;

const simple = (name: string, type: string, more = {}) => ({ name, type, ...more });
const MULTI = { multiValued: true };
const EXACT = { caseExact: true };

/** Every type of attribute, single and multi-valued. */
const extraSchema = defineSchema({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: EXTRA,
  name: 'Extra',
  description: 'Every type of attribute.',
  attributes: [
    simple('integer', 'integer'),
    simple('decimal', 'decimal'),
    simple('instant', 'dateTime'),
    simple('flag', 'boolean'),
    simple('exact', 'string', EXACT),
    simple('bytes', 'binary'),
    simple('tags', 'string', MULTI),
    simple('numbers', 'integer', MULTI),
    simple('person', 'reference', { referenceTypes: ['User'] }),
    simple('things', 'complex', {
      ...MULTI,
      subAttributes: [
        simple('value', 'string'),
        simple('type', 'string', EXACT),
        simple('primary', 'boolean'),
        simple('size', 'decimal'),
        simple('at', 'dateTime'),
      ],
    }),
  ].map((attribute) => ({ description: '', ...attribute })),
});

/** Users with that extension. */
export const richUserType: ResourceType = defineResourceType({
  name: 'User',
  description: 'User',
  endpoint: '/Users',
  schema: userSchema,
  extensions: [
    { schema: enterpriseUserSchema, required: false },
    { schema: extraSchema, required: false },
  ],
});

const WORDS = [
  ...['', 'a', 'A', 'ab', 'AB', 'b', 'aab', ' a', 'a b', '%', '_', 'a%b', '1', 'null'],
  ...['ß', 'SS', 'é', 'E\u0301', 'Σ', 'ς', 'İ', 'ı', '日本', '\uffee', '😀', '😀a', '\ud7ff'],
  ...['x"y', 'back\\slash', 'new\nline', "o'brien", '{"a":1}', '$.x', 'user', 'group'],
] as const;
const INSTANTS = [
  '2026-03-01T10:00:00Z',
  '2026-03-01T10:00:00.001Z',
  '2026-03-01T12:00:00.002+02:00',
  '2026-03-01T10:00:00.0020001Z',
  '2026-03-01T10:00:01Z',
  '1999-12-31T23:59:59.999Z',
] as const;
const NUMBERS = [0, 1, 2, -1, 1.5, 2.5, 1e3, 9_007_199_254_740_991] as const;
const INTEGERS = [0, 1, 2, -1, 1000] as const;
const BYTES = ['AAEC', 'aaec', 'AA=='] as const;

const word = fc.constantFrom(...WORDS);
const instant = fc.constantFrom(...INSTANTS);
const number = fc.constantFrom(...NUMBERS);
const integer = fc.constantFrom(...INTEGERS);
/** Stands for the id of a user or group of the world. */
const someId = fc.tuple(fc.constantFrom('u', 'g'), fc.nat(9)).map(([kind, n]) => `@${kind}${n}`);

/** An object whose parts may be missing. */
const parts = (model: Record<string, fc.Arbitrary<Json>>) =>
  fc.record(model, { requiredKeys: [] }).map((object) => object as JsonObject);
const plural = (model: Record<string, fc.Arbitrary<Json>>) =>
  fc.array(
    parts(model).filter((object) => Object.keys(object).length > 0),
    { minLength: 1, maxLength: 3 },
  );
const values = { value: word, type: word, primary: fc.boolean(), display: word };

const userAttributes = parts({
  externalId: word,
  displayName: word,
  title: word,
  active: fc.boolean(),
  name: parts({ givenName: word, familyName: word }),
  emails: plural(values),
  phoneNumbers: plural(values),
  x509Certificates: plural({ value: fc.constantFrom(...BYTES), type: word }),
  [ENTERPRISE]: parts({ department: word, manager: parts({ value: someId }) }),
  [EXTRA]: parts({
    integer,
    decimal: number,
    instant,
    flag: fc.boolean(),
    exact: word,
    bytes: fc.constantFrom(...BYTES),
    tags: fc.array(word, { minLength: 1, maxLength: 3 }),
    numbers: fc.array(integer, { minLength: 1, maxLength: 3 }),
    person: someId.map((id) => `Users/${id}`),
    things: plural({ value: word, type: word, primary: fc.boolean(), size: number, at: instant }),
  }),
});

/** What becomes of a resource after it was created. */
const fate = fc.constantFrom('kept', 'kept', 'changed', 'deleted');

export const worldArbitrary = fc.record({
  users: fc.array(fc.record({ name: word, before: userAttributes, after: userAttributes, fate }), {
    maxLength: 9,
  }),
  groups: fc.array(
    fc.record({
      name: word,
      externalId: fc.option(word, { nil: undefined }),
      users: fc.uniqueArray(fc.nat(8), { maxLength: 5 }),
      /** Only groups made before it, so that there are no circles. */
      groups: fc.uniqueArray(fc.nat(5), { maxLength: 2 }),
      fate,
    }),
    { maxLength: 6 },
  ),
});
export type World = typeof worldArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** A canonical resource: empty objects left out. */
export function userResource(userName: string, attributes: JsonObject): Resource {
  const resource: Record<string, Json> = { schemas: [userSchema.id], userName };
  for (const [name, value] of Object.entries(attributes)) {
    const clean = withoutEmpty(value);
    if (clean !== undefined) resource[name] = clean;
  }
  resource.schemas = [userSchema.id, ...[ENTERPRISE, EXTRA].filter((uri) => uri in resource)];
  return resource;
}

function withoutEmpty(value: Json): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value as JsonObject).flatMap(([name, inner]) => {
    const clean = withoutEmpty(inner);
    return clean === undefined ? [] : [[name, clean] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

const literal = {
  text: fc.oneof(word, someId).map((value) => JSON.stringify(value)),
  reference: someId.chain((id) =>
    fc
      .constantFrom(`Users/${id}`, `https://elsewhere.test/v2/Groups/${id}`, `Groups/${id}`, id)
      .map((value) => JSON.stringify(value)),
  ),
  instant: instant.map((value) => JSON.stringify(value)),
  number: number.map((value) => (Math.abs(value) > 1e15 ? '9007199254740991' : String(value))),
  boolean: fc.constantFrom('true', 'false', '"True"'),
  bytes: fc.constantFrom(...BYTES).map((value) => JSON.stringify(value)),
  none: fc.constant('null'),
};
type Kind = keyof typeof literal;

const EQUALITY = ['eq', 'ne'];
const ORDER = ['gt', 'ge', 'lt', 'le'];
const OPERATORS: Record<Kind, readonly string[]> = {
  text: [...EQUALITY, ...ORDER, 'co', 'sw', 'ew'],
  reference: [...EQUALITY, ...ORDER, 'co', 'sw', 'ew'],
  instant: [...EQUALITY, ...ORDER],
  number: [...EQUALITY, ...ORDER],
  boolean: EQUALITY,
  bytes: EQUALITY,
  none: EQUALITY,
};

/** Attributes that can be compared, by what they hold; then those that have parts. */
interface Vocabulary {
  readonly paths: Readonly<Partial<Record<Kind, readonly string[]>>>;
  readonly wholes: readonly string[];
  readonly parts: Readonly<Record<string, Readonly<Partial<Record<Kind, readonly string[]>>>>>;
}

const PLURAL = { text: ['value', 'type', 'display'], boolean: ['primary'] };
const META = {
  text: ['meta.version', 'meta.resourceType', 'meta.location'],
  instant: ['meta.created', 'meta.lastModified'],
};

export const userVocabulary: Vocabulary = {
  paths: {
    text: [
      ...['id', 'externalId', 'userName', 'USERNAME', 'displayName', 'title', 'name.familyName'],
      ...['emails', 'emails.value', 'emails.type', 'phoneNumbers.value', 'schemas'],
      ...['groups', 'groups.value', 'groups.display', 'groups.type', ...META.text],
      ...[`${ENTERPRISE}:department`, `${ENTERPRISE}:manager.value`, 'department'],
      ...[`${EXTRA}:exact`, `${EXTRA}:tags`, `${EXTRA}:things`, `${EXTRA}:things.type`],
    ],
    reference: ['groups.$ref', `${ENTERPRISE}:manager.$ref`, `${EXTRA}:person`],
    instant: [...META.instant, `${EXTRA}:instant`, `${EXTRA}:things.at`],
    number: [`${EXTRA}:integer`, `${EXTRA}:decimal`, `${EXTRA}:numbers`, `${EXTRA}:things.size`],
    boolean: ['active', 'emails.primary', `${EXTRA}:flag`, `${EXTRA}:things.primary`],
    bytes: [`${EXTRA}:bytes`, 'x509Certificates.value'],
  },
  wholes: ['name', 'emails', 'groups', 'meta', `${ENTERPRISE}:manager`, `${EXTRA}:things`],
  parts: {
    emails: PLURAL,
    phoneNumbers: PLURAL,
    groups: { text: ['value', 'display', 'type'], reference: ['$ref'] },
    name: { text: ['familyName', 'givenName'] },
    [`${EXTRA}:things`]: { ...PLURAL, text: ['value', 'type'], number: ['size'], instant: ['at'] },
    [`${ENTERPRISE}:manager`]: { text: ['value'] },
    meta: { instant: ['created'], text: ['version'] },
  },
};

export const groupVocabulary: Vocabulary = {
  paths: {
    text: [
      ...['id', 'externalId', 'displayName', ...META.text],
      ...['members', 'members.value', 'members.display', 'members.type'],
    ],
    reference: ['members.$ref'],
    instant: META.instant,
  },
  wholes: ['members', 'meta'],
  parts: { members: { text: ['value', 'display', 'type'], reference: ['$ref'] } },
};

const comparisons = (paths: Vocabulary['paths']): fc.Arbitrary<string> => {
  const kinds = Object.keys(paths) as Kind[];
  return fc.constantFrom(...kinds).chain((kind) => {
    const path = fc.constantFrom(...(paths[kind] ?? []));
    const compared = fc
      .tuple(path, fc.constantFrom(...OPERATORS[kind]), literal[kind])
      .map((tokens) => tokens.join(' '));
    const tested = fc.tuple(path, fc.constantFrom('pr', 'eq null', 'ne null'));
    return fc.oneof(
      { weight: 6, arbitrary: compared },
      tested.map((tokens) => tokens.join(' ')),
    );
  });
};

const logic = (term: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.letrec<{ filter: string }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 5, arbitrary: term },
      { weight: 2, arbitrary: fc.tuple(tie('filter'), tie('filter')).map((t) => t.join(' and ')) },
      {
        weight: 1,
        arbitrary: fc.tuple(tie('filter'), tie('filter')).map((t) => `(${t.join(' or ')})`),
      },
      { weight: 1, arbitrary: tie('filter').map((filter) => `not (${filter})`) },
    ),
  })).filter;

function filterArbitrary({ paths, wholes, parts: inner }: Vocabulary): fc.Arbitrary<string> {
  const valuePath = fc
    .constantFrom(...Object.keys(inner))
    .chain((path) => logic(comparisons(inner[path] ?? {})).map((filter) => `${path}[${filter}]`));
  const whole = fc.constantFrom(...wholes).map((path) => `${path} pr`);
  return logic(
    fc.oneof(
      { weight: 5, arbitrary: comparisons(paths) },
      { weight: 2, arbitrary: valuePath },
      whole,
    ),
  );
}

function queryArbitrary(vocabulary: Vocabulary) {
  const sortable = Object.values(vocabulary.paths).flat();
  return fc.record({
    filter: fc.option(filterArbitrary(vocabulary), { nil: undefined, freq: 8 }),
    sortBy: fc.option(fc.constantFrom(...sortable), { nil: undefined, freq: 2 }),
    descending: fc.boolean(),
    offset: fc.nat(4),
    limit: fc.nat(8),
  });
}

export const queriesArbitrary = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: queryArbitrary(userVocabulary).map((q) => ({ ...q, type: richUserType })),
    },
    queryArbitrary(groupVocabulary).map((q) => ({ ...q, type: groupType })),
  ),
  { minLength: 50, maxLength: 50 },
);
export type RandomQuery = typeof queriesArbitrary extends fc.Arbitrary<(infer T)[]> ? T : never;
