/**
 * A single complex attribute that refers to one resource, as the manager does (RFC 7643 §4.3):
 * `{"value": "<id>", "$ref": "Users/<id>"}`. The server computes `$ref` from `value`, relative to
 * the base URL (§2.3.7); whether such a resource exists is nobody's business here.
 */
import { isObject, own } from '../json/index.ts';
import { coreResourceTypes, targetName } from '../schema/index.ts';
import type { Attribute, AttributeTarget } from '../schema/types.ts';
import { type ReadOptions, wrongValue } from './options.ts';
import type { Json, JsonObject } from './types.ts';

/** Whether an attribute is such a reference to resources of one known type. */
export function isResourceReference(attribute: Attribute): boolean {
  return attribute.subAttributes.has('value') && endpointOf(attribute) !== undefined;
}

/**
 * The canonical form of a reference whose sub-attributes were read: `value` wins over `$ref`, and
 * `$ref` alone gives the value with its last segment. An empty `value` clears (Entra ID).
 *
 * @returns Undefined when it refers to nothing; that unassigns the attribute.
 */
export function settleReference(attribute: Attribute, given: JsonObject): JsonObject | undefined {
  const id = own(given, 'value') ?? idOf(own(given, '$ref'));
  if (typeof id !== 'string' || id === '') return undefined;
  const $ref = `${endpointOf(attribute)}/${encodeURIComponent(id)}`;
  return { ...given, value: id, $ref };
}

/**
 * Reads an object; where it is tolerated also a bare id or an array of one.
 *
 * @param readObject Reads the sub-attributes.
 */
export function readResourceReference(
  target: AttributeTarget,
  value: Json,
  options: ReadOptions,
  readObject: (
    target: AttributeTarget,
    value: Json,
    options: ReadOptions,
  ) => JsonObject | undefined,
): JsonObject | undefined {
  const plain = unwrap(target, value, options);
  if (plain === undefined) return undefined;
  const read = readObject(target, plain, options);
  return read === undefined ? undefined : settleReference(target.attribute, read);
}

function unwrap(target: AttributeTarget, value: Json, options: ReadOptions): Json | undefined {
  if (isObject(value)) return value;
  const one = Array.isArray(value) && value.length <= 1 ? (value[0] ?? null) : value;
  const accepted = one === null || typeof one === 'string' || isObject(one);
  if (options.mode === 'strict' || !accepted) throw wrongValue(target, 'an object', value);
  options.note('manager-string', targetName(target));
  if (one === null || one === '') return undefined;
  return typeof one === 'string' ? { value: one } : one;
}

/** The id in a reference: the last segment of its path. */
export function idOf(reference: Json | undefined): string | undefined {
  if (typeof reference !== 'string') return undefined;
  const end = reference.endsWith('/') ? reference.length - 1 : reference.length;
  const segment = reference.slice(reference.lastIndexOf('/', end - 1) + 1, end);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** `Users` for a reference to users; undefined when it is not to exactly one known type. */
function endpointOf(attribute: Attribute): string | undefined {
  const types = attribute.subAttributes.get('$ref')?.referenceTypes;
  if (types?.length !== 1) return undefined;
  return ENDPOINTS.get(types[0] ?? '');
}

const ENDPOINTS: ReadonlyMap<string, string> = new Map(
  coreResourceTypes.map((type) => [type.name, type.endpoint.slice(1)]),
);
