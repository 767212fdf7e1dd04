import { comparisonKey } from '../filter/index.ts';
import { isObject } from '../json/index.ts';
import type { Attribute, ResourceType } from '../schema/types.ts';
import type { Json, JsonObject, Resource } from './types.ts';

/**
 * The copy of a resource that filters and sorting run on in SQL: every value is replaced by its
 * comparison key (strings folded where case does not matter, instants as text that sorts). Names
 * and nesting stay; what is empty or unknown is left out.
 */
export function foldResource(type: ResourceType, resource: Resource): JsonObject {
  const folded = foldObject(type.attributes, resource);
  for (const { schema } of type.extensions) {
    if (!Object.hasOwn(resource, schema.id)) continue;
    const extension = resource[schema.id];
    if (!isObject(extension)) continue;
    const object = foldObject(schema.attributes, extension);
    if (Object.keys(object).length > 0) folded[schema.id] = object;
  }
  return folded;
}

function foldObject(
  attributes: ReadonlyMap<string, Attribute>,
  object: JsonObject,
): Record<string, Json> {
  const folded: Record<string, Json> = {};
  for (const name of Object.keys(object)) {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined) continue;
    const value = foldValue(attribute, object[name] ?? null);
    if (value !== undefined) folded[attribute.name] = value;
  }
  return folded;
}

function foldValue(attribute: Attribute, value: Json): Json | undefined {
  if (!Array.isArray(value)) return foldOne(attribute, value);
  const elements: Json[] = [];
  for (const element of value as readonly Json[]) {
    const folded = foldOne(attribute, element);
    if (folded !== undefined) elements.push(folded);
  }
  return elements.length === 0 ? undefined : elements;
}

function foldOne(attribute: Attribute, value: Json): Json | undefined {
  if (attribute.type !== 'complex') return comparisonKey(attribute, value);
  if (!isObject(value)) return undefined;
  const folded = foldObject(attribute.subAttributes, value);
  return Object.keys(folded).length === 0 ? undefined : folded;
}
