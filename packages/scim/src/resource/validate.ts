/** What holds for every resource at the end of a write, whichever request made it. */
import { ScimError } from '../errors.ts';
import { comparisonKey } from '../filter/index.ts';
import { isObject, own } from '../json/index.ts';
import { DEFAULT_LIMITS, type ScimLimits } from '../limits.ts';
import { targetName } from '../schema/index.ts';
import type { Attribute, AttributeTarget, ResourceType } from '../schema/types.ts';
import { checkOnePrimary } from './read-value.ts';
import { isResourceReference, settleReference } from './resource-reference.ts';
import type { Json, JsonObject, Resource } from './types.ts';

/**
 * Completes and checks a resource: `schemas` names the base schema and the extensions in use, and
 * comes first; values with the same `type` and `value` are merged into one, the later over the
 * earlier (RFC 7643 §2.4); `$ref` of references follows their `value`.
 *
 * @throws ScimError `invalidValue` when a required attribute has no value, an attribute has too
 * many, or more than one of them is primary.
 */
export function validateResource(
  type: ResourceType,
  resource: JsonObject,
  limits: ScimLimits = DEFAULT_LIMITS,
): Resource {
  const schemas = [type.schema.id];
  const valid: Record<string, Json> = { schemas };
  settleAll(type.attributes, resource, valid, undefined, limits);
  checkRequired(type.attributes, valid, undefined);
  for (const { schema, required } of type.extensions) {
    const given = own(resource, schema.id);
    const extension: Record<string, Json> = {};
    if (isObject(given)) settleAll(schema.attributes, given, extension, schema.id, limits);
    if (Object.keys(extension).length > 0) {
      checkRequired(schema.attributes, extension, schema.id);
      schemas.push(schema.id);
      valid[schema.id] = extension;
    } else if (required) {
      throw new ScimError('invalidValue', `${schema.id} is a required extension and has no data.`);
    }
  }
  return valid;
}

/** Copies the attributes of one schema from `source` to `into`, each settled and checked. */
function settleAll(
  attributes: ReadonlyMap<string, Attribute>,
  source: JsonObject,
  into: Record<string, Json>,
  extension: string | undefined,
  limits: ScimLimits,
): void {
  for (const name of Object.keys(source)) {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined || name === 'schemas') continue;
    const target = { extension, attribute, sub: undefined };
    const settled = settle(target, source[name] ?? null, limits);
    if (settled !== undefined) into[attribute.name] = settled;
  }
}

function settle(target: AttributeTarget, value: Json, limits: ScimLimits): Json | undefined {
  const { attribute } = target;
  if (Array.isArray(value)) {
    const merged = mergeDuplicates(attribute, value);
    if (merged.length > limits.valuesPerAttribute) {
      throw new ScimError(
        'invalidValue',
        `${targetName(target)} would have ${merged.length} values; at most ` +
          `${limits.valuesPerAttribute} are allowed (limit valuesPerAttribute).`,
      );
    }
    checkOnePrimary(target, merged);
    for (const element of merged) checkSubAttributes(target, element);
    return merged.length === 0 ? undefined : merged;
  }
  if (value === null) return undefined;
  const settled =
    isObject(value) && isResourceReference(attribute) ? settleReference(attribute, value) : value;
  if (settled !== undefined) checkSubAttributes(target, settled);
  return settled;
}

/** Merges elements with the same `type` and `value`; the array itself when there are none. */
function mergeDuplicates(attribute: Attribute, elements: readonly Json[]): readonly Json[] {
  const value = attribute.subAttributes.get('value');
  if (elements.length < 2 || value === undefined) return elements;
  const type = attribute.subAttributes.get('type');
  const merged = new Map<string, Json>();
  elements.forEach((element, index) => {
    const pair = isObject(element) ? pairKey(element, value, type) : undefined;
    const key = pair ?? `#${index}`;
    const first = merged.get(key);
    merged.set(key, isObject(first) && isObject(element) ? { ...first, ...element } : element);
  });
  return merged.size === elements.length ? elements : [...merged.values()];
}

function pairKey(element: JsonObject, value: Attribute, type: Attribute | undefined) {
  const valueKey = comparisonKey(value, own(element, 'value') ?? null);
  if (valueKey === undefined) return undefined;
  const typeKey = type && comparisonKey(type, own(element, 'type') ?? null);
  return JSON.stringify([valueKey, typeKey ?? null]);
}

/** RFC 7643 §7: required attributes have a value; of strings, more than white space. */
function checkRequired(
  attributes: ReadonlyMap<string, Attribute>,
  object: JsonObject,
  extension: string | undefined,
): void {
  for (const attribute of attributes.values()) {
    if (!attribute.required || attribute.mutability === 'readOnly') continue;
    const value = own(object, attribute.name);
    if (value !== undefined && !isBlank(value)) continue;
    const path = targetName({ extension, attribute, sub: undefined });
    throw new ScimError('invalidValue', `${path} is required and has to have a value.`);
  }
}

/** Required sub-attributes matter where the attribute has a value at all. */
function checkSubAttributes({ extension, attribute }: AttributeTarget, value: Json): void {
  if (!isObject(value)) return;
  for (const sub of attribute.subAttributes.values()) {
    if (!sub.required || sub.mutability === 'readOnly') continue;
    const given = own(value, sub.name);
    if (given !== undefined && !isBlank(given)) continue;
    const path = targetName({ extension, attribute, sub });
    throw new ScimError('invalidValue', `${path} is required and has to have a value.`);
  }
}

function isBlank(value: Json): boolean {
  return typeof value === 'string' && value.trim() === '';
}
