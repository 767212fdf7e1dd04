import { comparisonKey } from '../filter/index.ts';
import type { ComparisonKey } from '../filter/resolved.ts';
import { isObject, own } from '../json/index.ts';
import type { AttributeTarget } from '../schema/types.ts';
import type { Json, JsonObject } from './types.ts';

/**
 * What a resource is sorted by (RFC 7644 §3.4.2.3). A multi-valued attribute sorts by its primary
 * value, else by its first; without a sub-attribute that means `value`.
 *
 * @returns Undefined when the resource has no such value, or the attribute cannot be sorted by.
 */
export function sortKey(target: AttributeTarget, resource: JsonObject): ComparisonKey | undefined {
  const { extension, attribute } = target;
  const container = extension === undefined ? resource : own(resource, extension);
  if (!isObject(container)) return undefined;
  const held = own(container, attribute.name) ?? null;
  const value = Array.isArray(held) ? primaryOrFirst(held) : held;
  if (attribute.type !== 'complex') return comparisonKey(attribute, value);
  const sub =
    target.sub ?? (attribute.multiValued ? attribute.subAttributes.get('value') : undefined);
  if (sub === undefined || !isObject(value)) return undefined;
  return comparisonKey(sub, own(value, sub.name) ?? null);
}

function primaryOrFirst(elements: readonly Json[]): Json {
  const primary = elements.find((element) => isObject(element) && element.primary === true);
  return primary ?? elements[0] ?? null;
}
