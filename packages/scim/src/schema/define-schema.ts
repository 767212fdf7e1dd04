/**
 * Schema documents (RFC 7643 §7) turned into checked, frozen schemas. A mistake in a document is a
 * mistake of whoever installs it, so it is a plain `Error` at start, never an answer to a client.
 */
import type { Attribute, AttributeType, Schema } from './types.ts';

const TYPES = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
] as const;
const MUTABILITIES = ['readOnly', 'readWrite', 'immutable', 'writeOnly'] as const;
const RETURNED = ['always', 'default', 'request', 'never'] as const;
const UNIQUENESS = ['none', 'server', 'global'] as const;

/** RFC 7643 §2.1: ATTRNAME. `$ref` is the one predefined name that starts otherwise. */
const NAME = /^(?:[A-Za-z][A-Za-z0-9_$-]*|\$ref)$/;

/** The schema that describes schemas is the one place where complex nests (erratum 8415). */
const SCHEMA_SCHEMA_ID = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks a schema document and fills in the defaults of RFC 7643 §2.2.
 *
 * @param document A Schema resource: `{id, name?, description?, attributes: […]}`.
 * @throws Error naming the attribute and what is wrong with it.
 */
export function defineSchema(document: unknown): Schema {
  const fields = fieldsOf(document, 'A schema');
  const id = fields.id;
  if (typeof id !== 'string' || !id.includes(':')) {
    throw new Error('A schema needs an "id" that is a URI.');
  }
  return Object.freeze({
    id,
    name: text(fields, 'name', id),
    description: text(fields, 'description', id),
    attributes: defineAttributes(fields.attributes, id, id === SCHEMA_SCHEMA_ID ? 2 : 1),
  });
}

/**
 * Checks a list of attribute definitions (RFC 7643 §7).
 *
 * @param depth How many levels of sub-attributes are allowed below: 0 inside a complex attribute.
 * @returns By lower-cased name, in the order of the list.
 */
export function defineAttributes(
  list: unknown,
  where: string,
  depth: number,
): ReadonlyMap<string, Attribute> {
  if (!Array.isArray(list) || list.length === 0) {
    throw new Error(`${where}: the list of attributes is missing or empty.`);
  }
  const attributes = new Map<string, Attribute>();
  for (const item of list as readonly unknown[]) {
    const attribute = defineAttribute(item, where, depth);
    const key = attribute.name.toLowerCase();
    if (attributes.has(key)) {
      throw new Error(`${where}: two attributes are called "${attribute.name}".`);
    }
    attributes.set(key, attribute);
  }
  return attributes;
}

function defineAttribute(document: unknown, parent: string, depth: number): Attribute {
  const fields = fieldsOf(document, `${parent}: an attribute`);
  const name = fields.name;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new Error(
      `${parent}: ${JSON.stringify(name)} is not an attribute name (a letter, then letters, ` +
        'digits, "-", "_" or "$"; RFC 7643 §2.1).',
    );
  }
  const where = `${parent}: ${name}`;
  const type = oneOf(fields, 'type', TYPES, 'string', where);
  const multiValued = flag(fields, 'multiValued', where);
  checkMeaning(name, type, multiValued, where);
  return Object.freeze({
    name,
    type,
    multiValued,
    description: text(fields, 'description', where),
    required: flag(fields, 'required', where),
    caseExact: type === 'reference' || type === 'binary' || flag(fields, 'caseExact', where),
    mutability: oneOf(fields, 'mutability', MUTABILITIES, 'readWrite', where),
    returned: oneOf(fields, 'returned', RETURNED, 'default', where),
    uniqueness: oneOf(fields, 'uniqueness', UNIQUENESS, 'none', where),
    canonicalValues: texts(fields, 'canonicalValues', where),
    referenceTypes: referenceTypes(fields, type, where),
    subAttributes: subAttributes(fields, type, depth, where),
  });
}

/** RFC 7643 §2.4: `primary` and `$ref` mean the same wherever they are used. */
function checkMeaning(name: string, type: AttributeType, multiValued: boolean, where: string) {
  const lower = name.toLowerCase();
  if (lower === 'primary' && (type !== 'boolean' || multiValued)) {
    throw new Error(`${where}: "primary" is a boolean (RFC 7643 §2.4).`);
  }
  if (lower === '$ref' && (type !== 'reference' || multiValued)) {
    throw new Error(`${where}: "$ref" is a reference (RFC 7643 §2.4).`);
  }
}

function subAttributes(fields: Fields, type: AttributeType, depth: number, where: string) {
  if (type !== 'complex') {
    if (fields.subAttributes !== undefined) {
      throw new Error(`${where}: only a complex attribute has sub-attributes (RFC 7643 §1.2).`);
    }
    return NO_ATTRIBUTES;
  }
  if (depth === 0) {
    throw new Error(`${where}: a sub-attribute cannot be complex itself (RFC 7643 §2.3.8).`);
  }
  return defineAttributes(fields.subAttributes, where, depth - 1);
}

const NO_ATTRIBUTES: ReadonlyMap<string, Attribute> = new Map();

function referenceTypes(fields: Fields, type: AttributeType, where: string): readonly string[] {
  const types = texts(fields, 'referenceTypes', where);
  if (type !== 'reference' && types.length > 0) {
    throw new Error(`${where}: only a reference has "referenceTypes" (RFC 7643 §7).`);
  }
  return types;
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${what} has to be an object.`);
  }
  return value as Fields;
}

function text(fields: Fields, key: string, where: string): string {
  const value = fields[key] ?? '';
  if (typeof value !== 'string') throw new Error(`${where}: "${key}" has to be a string.`);
  return value;
}

function flag(fields: Fields, key: string, where: string): boolean {
  const value = fields[key] ?? false;
  if (typeof value !== 'boolean') throw new Error(`${where}: "${key}" has to be true or false.`);
  return value;
}

function texts(fields: Fields, key: string, where: string): readonly string[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new Error(`${where}: "${key}" has to be a list of strings.`);
  }
  return Object.freeze([...value]);
}

function oneOf<T extends string>(
  fields: Fields,
  key: string,
  allowed: readonly T[],
  otherwise: T,
  where: string,
): T {
  const value = fields[key] ?? otherwise;
  const found = allowed.find((keyword) => keyword === value);
  if (found === undefined) {
    throw new Error(`${where}: "${key}" has to be one of ${allowed.join(', ')}.`);
  }
  return found;
}
