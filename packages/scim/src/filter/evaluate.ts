/**
 * Filters evaluated in memory: the reference that the SQL compiler is held to. Nothing is absent,
 * null or multi-valued in a special way beyond what is written here, since resolving has already
 * turned `ne`, comparisons with null and `primary eq false` into these few forms.
 */
import { isObject, own } from '../json/index.ts';
import type { Json, JsonObject } from '../resource/types.ts';
import type { Attribute, AttributeTarget } from '../schema/types.ts';
import { compareKeys, comparisonKey } from './comparison-key.ts';
import type { ComparisonKey, ElementFilter, ResolvedFilter, ResolvedOperator } from './resolved.ts';

/**
 * Whether a resource matches.
 *
 * @param resource As SCIM JSON: attribute names in their published case, `id`, `meta`, `groups` and
 * `members` included if the filter is to see them.
 */
export function evaluate(filter: ResolvedFilter, resource: JsonObject): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => evaluate(term, resource));
    case 'or':
      return filter.terms.some((term) => evaluate(term, resource));
    case 'not':
      return !evaluate(filter.operand, resource);
    case 'compare': {
      const { target, operator, key } = filter;
      return someValue(target, resource, (attribute, value) =>
        compare(attribute, value, operator, key),
      );
    }
    case 'present':
      return someValue(filter.target, resource, isPresent);
    case 'valuePath':
      return someElement(held(filter.target, resource), (element) =>
        evaluateElement(filter.filter, element),
      );
  }
}

/** Whether one element of an attribute matches; only objects can. */
export function evaluateElement(filter: ElementFilter, element: Json): boolean {
  return isObject(element) && matches(filter, element);
}

function matches(filter: ElementFilter, element: JsonObject): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => matches(term, element));
    case 'or':
      return filter.terms.some((term) => matches(term, element));
    case 'not':
      return !matches(filter.operand, element);
    case 'compare': {
      const { sub, operator, key } = filter;
      return someElement(own(element, sub.name), (value) => compare(sub, value, operator, key));
    }
    case 'present':
      return someElement(own(element, filter.sub.name), (value) => isPresent(filter.sub, value));
  }
}

/** The value of a target's attribute, before its sub-attribute is looked at. */
function held({ extension, attribute }: AttributeTarget, resource: JsonObject): Json | undefined {
  const container = extension === undefined ? resource : own(resource, extension);
  return isObject(container) ? own(container, attribute.name) : undefined;
}

function someValue(
  target: AttributeTarget,
  resource: JsonObject,
  test: (attribute: Attribute, value: Json) => boolean,
): boolean {
  const { attribute, sub } = target;
  if (sub === undefined) {
    return someElement(held(target, resource), (value) => test(attribute, value));
  }
  return someElement(
    held(target, resource),
    (element) =>
      isObject(element) && someElement(own(element, sub.name), (value) => test(sub, value)),
  );
}

/** Tests every element of an array, or the one value that is none. */
function someElement(value: Json | undefined, test: (element: Json) => boolean): boolean {
  if (value === undefined || value === null) return false;
  return Array.isArray(value) ? (value as readonly Json[]).some(test) : test(value);
}

function compare(
  attribute: Attribute,
  value: Json,
  operator: ResolvedOperator,
  wanted: ComparisonKey,
): boolean {
  const key = comparisonKey(attribute, value);
  if (key === undefined) return false;
  switch (operator) {
    case 'eq':
      return key === wanted;
    case 'co':
      return String(key).includes(String(wanted));
    case 'sw':
      return String(key).startsWith(String(wanted));
    case 'ew':
      return String(key).endsWith(String(wanted));
    case 'gt':
      return compareKeys(key, wanted) > 0;
    case 'ge':
      return compareKeys(key, wanted) >= 0;
    case 'lt':
      return compareKeys(key, wanted) < 0;
    case 'le':
      return compareKeys(key, wanted) <= 0;
  }
}

/** Table 3 of RFC 7644, `pr`: neither "" nor null; of a complex value, some part is present. */
function isPresent(attribute: Attribute, value: Json): boolean {
  if (attribute.type !== 'complex') {
    const key = comparisonKey(attribute, value);
    return key !== undefined && key !== '';
  }
  if (!isObject(value)) return false;
  for (const sub of attribute.subAttributes.values()) {
    if (someElement(own(value, sub.name), (part) => isPresent(sub, part))) return true;
  }
  return false;
}
