/**
 * Operations as edits of values. Reading the client's value and applying it are apart because one
 * operation can apply to many elements, and what is wrong or worth a note about its value is so once.
 */
import { isObject, own } from '../json/index.ts';
import {
  isResourceReference,
  type ReadOptions,
  readElement,
  readValue,
} from '../resource/index.ts';
import type { Json, JsonObject } from '../resource/types.ts';
import type { Attribute, AttributeTarget } from '../schema/types.ts';
import { type Edit, keep, unassign } from './edit.ts';
import { appendElements, replaceElements } from './elements.ts';
import { readReferenceEdit, setReferencePart } from './reference-edit.ts';
import { readRemoveListed } from './remove-listed.ts';
import type { Step } from './state.ts';
import { put } from './working-copy.ts';

/** The edit of what `target` names: a whole attribute, or a sub-attribute by itself. */
export function readEdit({ op, value }: Step, target: AttributeTarget, options: ReadOptions): Edit {
  const attribute = target.sub ?? target.attribute;
  const given = value ?? null;
  if (op === 'remove') {
    if (given === null || !attribute.multiValued) return unassign;
    return readRemoveListed(target, given, options);
  }
  if (given === null) return op === 'add' ? keep : unassign;
  if (attribute.multiValued) {
    const read = readValue(target, given, options);
    const elements = Array.isArray(read) ? (read as readonly Json[]) : [];
    return op === 'add'
      ? (before) => appendElements(target, before, elements, options.limits)
      : (before) => replaceElements(before, elements);
  }
  if (attribute.type !== 'complex') {
    const read = readValue(target, given, options);
    return () => read;
  }
  if (isResourceReference(attribute)) return readReferenceEdit(op, target, given, options);
  return readMerge(op, target, given, options);
}

/** The edit of one element of a multi-valued attribute that a filter has found. */
export function readElementEdit(
  { op, value }: Step,
  attribute: Attribute,
  options: ReadOptions,
): Edit {
  const given = value ?? null;
  if (op === 'remove') return unassign;
  if (given === null) return op === 'add' ? keep : unassign;
  const read = readElement(attribute, given, options);
  if (op === 'replace') return () => read;
  return (before) => merged(attribute, before, isObject(read) ? read : {}, [], 'add');
}

/** Applies the edit of a sub-attribute within a value; a value left empty is unassigned. */
export function editSub(target: AttributeTarget, sub: Attribute, edit: Edit): Edit {
  return (before) => {
    const parent = isObject(before) ? before : {};
    const old = own(parent, sub.name);
    const value = edit(old);
    if (value === old) return before;
    if (!target.attribute.multiValued && isResourceReference(target.attribute)) {
      return setReferencePart(target.attribute, parent, sub, value);
    }
    const after: Record<string, Json> = { ...parent };
    put(after, sub.name, value);
    return orUnassigned(after);
  };
}

/**
 * RFC 7644 §3.5.2.1 and §3.5.2.3: the sub-attributes given are set, the others stay. The interop
 * profile, which strict connections follow, has `replace` exchange the whole value instead.
 */
function readMerge(
  op: 'add' | 'replace',
  target: AttributeTarget,
  given: Json,
  options: ReadOptions,
): Edit {
  const attribute = target.sub ?? target.attribute;
  const read = readValue(target, given, options);
  if (op === 'replace' && options.mode === 'strict') return () => read;
  const values = isObject(read) ? read : {};
  const cleared = op === 'replace' ? clearedNames(attribute, given, values) : [];
  return (before) => merged(attribute, before, values, cleared, op);
}

/** Sub-attributes that the client named with a value that means *unassigned*. */
function clearedNames(attribute: Attribute, given: Json, read: JsonObject): readonly string[] {
  if (!isObject(given)) return [];
  const cleared: string[] = [];
  for (const name of Object.keys(given)) {
    const sub = attribute.subAttributes.get(name.toLowerCase());
    if (sub === undefined || sub.mutability === 'readOnly') continue;
    if (!Object.hasOwn(read, sub.name)) cleared.push(sub.name);
  }
  return cleared;
}

function merged(
  attribute: Attribute,
  before: Json | undefined,
  values: JsonObject,
  cleared: readonly string[],
  op: 'add' | 'replace',
): Json | undefined {
  const after: Record<string, Json> = isObject(before) ? { ...before } : {};
  for (const name of cleared) delete after[name];
  for (const [name, value] of Object.entries(values)) {
    const old = own(after, name);
    const appends = op === 'add' && attribute.subAttributes.get(name.toLowerCase())?.multiValued;
    after[name] = appends ? joined(old, value) : value;
  }
  return orUnassigned(after);
}

/** A multi-valued sub-attribute is simple (RFC 7643 §2.3.8), so a set tells duplicates. */
function joined(old: Json | undefined, added: Json): Json {
  return Array.isArray(old) && Array.isArray(added) ? [...new Set([...old, ...added])] : added;
}

function orUnassigned(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
