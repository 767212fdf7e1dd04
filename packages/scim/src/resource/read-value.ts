/**
 * Values of clients in canonical form, by schema. POST, PUT and PATCH all read through here, so a
 * value means the same whichever way it comes.
 */
import { ScimError } from '../errors.ts';
import { isObject } from '../json/index.ts';
import { targetName } from '../schema/index.ts';
import type { Attribute, AttributeTarget } from '../schema/types.ts';
import { type ReadOptions, unknownAttribute, wrongValue } from './options.ts';
import { readSimple } from './read-simple.ts';
import { isResourceReference, readResourceReference } from './resource-reference.ts';
import { contentKey } from './same-resource.ts';
import type { Json, JsonObject } from './types.ts';

/**
 * Reads the value of a whole attribute or of a sub-attribute.
 *
 * @returns The canonical value, an array for a multi-valued attribute; undefined when the value
 * means *unassigned*: null, an empty array, an empty object (RFC 7643 §2.5).
 * @throws ScimError `invalidValue`; in strict mode `invalidSyntax` for unknown sub-attributes.
 */
export function readValue(
  target: AttributeTarget,
  value: Json,
  options: ReadOptions,
): Json | undefined {
  if (value === null) return undefined;
  const attribute = target.sub ?? target.attribute;
  if (attribute.multiValued) return readMany(target, value, options);
  return readOne(target, value, options);
}

/**
 * Reads one element of a multi-valued attribute.
 *
 * @returns Undefined when the element is empty.
 * @throws ScimError as `readValue`.
 */
export function readElement(
  attribute: Attribute,
  value: Json,
  options: ReadOptions,
): Json | undefined {
  if (value === null) return undefined;
  return readOne({ extension: undefined, attribute, sub: undefined }, value, options);
}

/** RFC 7643 §2.4. */
function readMany(target: AttributeTarget, value: Json, options: ReadOptions): Json | undefined {
  const elements = asArray(target, value, options);
  if (elements.length > options.limits.valuesPerAttribute) {
    throw new ScimError(
      'invalidValue',
      `${targetName(target)}: ${elements.length} values were given; at most ` +
        `${options.limits.valuesPerAttribute} are allowed (limit valuesPerAttribute).`,
    );
  }
  const read: Json[] = [];
  for (const element of elements) {
    if (element === null) continue;
    const one = readOne(target, element, options);
    if (one !== undefined) read.push(one);
  }
  const distinct = read.length < 2 ? read : withoutDuplicates(read);
  checkOnePrimary(target, distinct);
  return distinct.length === 0 ? undefined : distinct;
}

function withoutDuplicates(elements: readonly Json[]): readonly Json[] {
  const distinct = new Map<string, Json>();
  for (const element of elements) distinct.set(contentKey(element), element);
  return [...distinct.values()];
}

/** An array as it is; a single value as an array of one where that is tolerated. */
export function asArray(
  target: AttributeTarget,
  value: Json,
  options: ReadOptions,
): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  const complex = (target.sub ?? target.attribute).type === 'complex';
  if (options.mode === 'strict' || (complex && !isObject(value))) {
    throw wrongValue(target, 'an array', value);
  }
  options.note('object-for-array', targetName(target));
  return [value];
}

/** @throws ScimError `invalidValue` when more than one element is primary (RFC 7643 §2.4). */
export function checkOnePrimary(target: AttributeTarget, elements: readonly Json[]): void {
  let primaries = 0;
  for (const element of elements) {
    if (isObject(element) && element.primary === true) primaries++;
  }
  if (primaries > 1) {
    throw new ScimError(
      'invalidValue',
      `${targetName(target)}: ${primaries} values are marked primary; at most one may be.`,
    );
  }
}

function readOne(target: AttributeTarget, value: Json, options: ReadOptions): Json | undefined {
  const attribute = target.sub ?? target.attribute;
  if (attribute.type !== 'complex') return readSimple(target, value, options);
  if (!attribute.multiValued && isResourceReference(attribute)) {
    return readResourceReference(target, value, options, readComplex);
  }
  return readComplex(target, value, options);
}

function readComplex(
  target: AttributeTarget,
  value: Json,
  options: ReadOptions,
): JsonObject | undefined {
  if (!isObject(value)) throw wrongValue(target, 'an object', value);
  const { extension, attribute } = target;
  const read: Record<string, Json> = {};
  let empty = true;
  for (const [name, given] of Object.entries(value)) {
    const sub = attribute.subAttributes.get(name.toLowerCase());
    if (sub === undefined) {
      unknownAttribute(`${targetName(target)}.${name}`, options);
      continue;
    }
    const subTarget = { extension, attribute, sub };
    if (sub.mutability === 'readOnly') {
      options.note('read-only-ignored', targetName(subTarget));
      continue;
    }
    const one = readValue(subTarget, given, options);
    if (one === undefined) continue;
    read[sub.name] = one;
    empty = false;
  }
  return empty ? undefined : read;
}
