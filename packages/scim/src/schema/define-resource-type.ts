/** Resource types (RFC 7643 §6): an endpoint, a base schema, and extensions. */
import commonDocument from './data/common-attributes.json' with { type: 'json' };
import { defineAttributes } from './define-schema.ts';
import type { Attribute, ResourceType, Schema, SchemaExtension } from './types.ts';

export interface ResourceTypeDefinition {
  readonly name: string;
  readonly description: string;
  /** `/Users`. */
  readonly endpoint: string;
  readonly schema: Schema;
  readonly extensions: readonly SchemaExtension[];
  /** Name of the attribute whose values the store keeps as rows; multi-valued with a `value`. */
  readonly memberAttribute?: string;
  /** Names that are accepted and dropped without being stored. */
  readonly dropped?: readonly string[];
}

/**
 * `schemas`, `id`, `externalId` and `meta` (RFC 7643 §3 and §3.1) by lower-cased name. They belong
 * to no schema URI. `schemas` is the one reference that compares without case, as URNs do.
 */
export const commonAttributes: ReadonlyMap<string, Attribute> = defineCommonAttributes();

/**
 * Puts a resource type together.
 *
 * @throws Error when names collide or the endpoint or the member attribute make no sense.
 */
export function defineResourceType(definition: ResourceTypeDefinition): ResourceType {
  const { name, schema, extensions } = definition;
  if (!/^\/[A-Za-z][A-Za-z0-9_-]*$/.test(definition.endpoint)) {
    throw new Error(`${name}: the endpoint has to look like "/Users".`);
  }
  const attributes = new Map(commonAttributes);
  for (const [key, attribute] of schema.attributes) {
    if (attributes.has(key)) throw new Error(`${name}: "${attribute.name}" is a common attribute.`);
    attributes.set(key, attribute);
  }
  checkExtensions(name, schema, extensions);
  return Object.freeze({
    name,
    description: definition.description,
    endpoint: definition.endpoint,
    schema,
    extensions: Object.freeze(extensions.map((extension) => Object.freeze({ ...extension }))),
    attributes,
    memberAttribute: memberAttribute(definition, attributes),
    dropped: droppedNames(definition, attributes),
  });
}

/** RFC 7643 §3.1 and §3.3: extensions do not redefine common attributes; URIs are unique. */
function checkExtensions(name: string, base: Schema, extensions: readonly SchemaExtension[]) {
  const uris = new Set([base.id.toLowerCase()]);
  for (const { schema } of extensions) {
    const uri = schema.id.toLowerCase();
    if (uris.has(uri)) throw new Error(`${name}: ${schema.id} is there twice.`);
    uris.add(uri);
    for (const [key, attribute] of schema.attributes) {
      if (commonAttributes.has(key)) {
        throw new Error(`${schema.id}: "${attribute.name}" is a common attribute.`);
      }
    }
  }
}

function memberAttribute(
  { name, memberAttribute: wanted }: ResourceTypeDefinition,
  attributes: ReadonlyMap<string, Attribute>,
): Attribute | undefined {
  if (wanted === undefined) return undefined;
  const attribute = attributes.get(wanted.toLowerCase());
  if (!attribute?.multiValued || !attribute.subAttributes.has('value')) {
    throw new Error(`${name}: "${wanted}" has to be a multi-valued attribute with a "value".`);
  }
  return attribute;
}

function droppedNames(
  { name, dropped = [] }: ResourceTypeDefinition,
  attributes: ReadonlyMap<string, Attribute>,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const droppedName of dropped) {
    const key = droppedName.toLowerCase();
    if (attributes.has(key)) throw new Error(`${name}: "${droppedName}" is kept and dropped.`);
    names.add(key);
  }
  return names;
}

function defineCommonAttributes(): ReadonlyMap<string, Attribute> {
  const attributes = new Map(defineAttributes(commonDocument.attributes, 'common', 1));
  const schemas = attributes.get('schemas');
  if (schemas) attributes.set('schemas', Object.freeze({ ...schemas, caseExact: false }));
  return attributes;
}
