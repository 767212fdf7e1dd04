/**
 * References to one resource, such as the manager: `value` and `$ref` say the same, so whichever
 * is set decides about both.
 */
import { isObject, own } from '../json/index.ts';
import { type ReadOptions, readValue, settleReference } from '../resource/index.ts';
import type { Json, JsonObject } from '../resource/types.ts';
import type { Attribute, AttributeTarget } from '../schema/types.ts';
import { type Edit, keep, unassign } from './edit.ts';
import { put } from './working-copy.ts';

/** The edit of the whole reference with an object, a bare id, or an array of one of them. */
export function readReferenceEdit(
  op: 'add' | 'replace',
  target: AttributeTarget,
  given: Json,
  options: ReadOptions,
): Edit {
  const attribute = target.sub ?? target.attribute;
  const read = readValue(target, given, options);
  const whole = op === 'replace' && options.mode === 'strict';
  if (isObject(read)) {
    return whole ? () => read : (before) => ({ ...(isObject(before) ? before : {}), ...read });
  }
  return whole || namesNobody(attribute, given, op) ? unassign : keep;
}

/**
 * Whether a value that refers to nothing was meant to clear the reference: Entra ID sends `""` or
 * `{"value":""}`. An object with neither `value` nor `$ref` says nothing about it, and null in an
 * `add` has no effect.
 */
function namesNobody(attribute: Attribute, given: Json, op: 'add' | 'replace'): boolean {
  const one = Array.isArray(given) ? ((given as readonly Json[])[0] ?? null) : given;
  if (!isObject(one)) return one === '' || op === 'replace';
  for (const [name, value] of Object.entries(one)) {
    const sub = attribute.subAttributes.get(name.toLowerCase())?.name;
    if (sub !== 'value' && sub !== '$ref') continue;
    if (value === '' || op === 'replace') return true;
  }
  return false;
}

/** The reference after one of its sub-attributes was set, or unassigned with undefined. */
export function setReferencePart(
  attribute: Attribute,
  before: JsonObject,
  sub: Attribute,
  value: Json | undefined,
): JsonObject | undefined {
  if (sub.name === 'value' && (value === undefined || value === '')) return undefined;
  // `$ref` is computed, so without a new one it stays as it is.
  if (sub.name === '$ref' && value === undefined) return before;
  const after: Record<string, Json> = { ...before };
  if (sub.name === '$ref') delete after.value;
  put(after, sub.name, value);
  const hasReference = own(after, 'value') !== undefined || own(after, '$ref') !== undefined;
  return hasReference ? settleReference(attribute, after) : undefined;
}
