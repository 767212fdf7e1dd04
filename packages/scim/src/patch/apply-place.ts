/** One operation, with a path or with the keys of a value object (RFC 7644 §3.5.2). */
import { ScimError } from '../errors.ts';
import { printPath } from '../filter/index.ts';
import { clip, isObject } from '../json/index.ts';
import type { Json, JsonObject } from '../resource/types.ts';
import { targetName } from '../schema/index.ts';
import type { Schema, SchemaExtension } from '../schema/types.ts';
import { applyToAttribute } from './apply-attribute.ts';
import { removeExtension } from './apply-extension.ts';
import { applyToMembers } from './apply-members.ts';
import { applyToSchemas } from './apply-schemas.ts';
import { inOperation } from './in-operation.ts';
import { locate, type Place } from './place.ts';
import { resolveKey } from './resolve-key.ts';
import type { Op, PatchState, Step } from './state.ts';
import type { PatchOperation } from './types.ts';

/** @throws ScimError whose detail names the operation and the path or key. */
export function applyOperation(state: PatchState, operation: PatchOperation): void {
  const { op, path, value, index } = operation;
  if (path === undefined) {
    inOperation(
      index,
      () => `${op} without path`,
      () => applyKeys(state, op, value ?? null, undefined, index),
    );
    return;
  }
  inOperation(
    index,
    () => `${op} ${printPath(path)}`,
    () => {
      const place = locate(state.type, path);
      if (place === undefined) {
        throw new ScimError(
          'invalidPath',
          `The path names no attribute of a ${state.type.name}. Check its spelling; ` +
            '/Schemas lists the attributes.',
        );
      }
      applyAt(state, { op, value, keyed: false }, place, index);
    },
  );
}

function applyAt(state: PatchState, step: Step, place: Place, index: number): void {
  switch (place.kind) {
    case 'dropped':
      state.options.note('password-dropped', place.name);
      return;
    case 'base':
      applyToBase(state, step, index);
      return;
    case 'extension':
      applyToExtension(state, step, place.extension, index);
      return;
    default:
      if (place.unqualified) {
        state.options.note('extension-without-urn', targetName(place.target));
      }
      applyToNamed(state, step, place);
  }
}

function applyToNamed(
  state: PatchState,
  step: Step,
  { kind, target, filter }: Extract<Place, { target: unknown }>,
): void {
  if (kind === 'members') applyToMembers(state, step, target, filter);
  else if (kind === 'schemas') applyToSchemas(state, step, target, filter);
  else applyToAttribute(state, step, target, filter);
}

/** The base schema's URI as a path means the resource itself. */
function applyToBase(state: PatchState, { op, value }: Step, index: number): void {
  if (op === 'remove') {
    throw new ScimError('mutability', 'The base schema cannot be removed. Use DELETE.');
  }
  applyKeys(state, op, value ?? null, undefined, index);
}

/** Merges an object into an extension, or removes it. */
function applyToExtension(
  state: PatchState,
  { op, value = null }: Step,
  extension: SchemaExtension,
  index: number,
): void {
  if (op !== 'remove' && value !== null) applyKeys(state, op, value, extension.schema, index);
  else if (op !== 'add') removeExtension(state, extension);
}

/** Each key is an operation of its own, in order. */
function applyKeys(
  state: PatchState,
  op: Op,
  value: Json,
  within: Schema | undefined,
  index: number,
): void {
  if (!isObject(value)) {
    throw new ScimError(
      'invalidValue',
      `"value" has to be an object of attributes of ${within?.id ?? `the ${state.type.name}`}.`,
    );
  }
  for (const key of Object.keys(value)) applyKey(state, op, value, key, within, index);
}

function applyKey(
  state: PatchState,
  op: Op,
  object: JsonObject,
  key: string,
  within: Schema | undefined,
  index: number,
): void {
  const resolved = resolveKey(state, key, within);
  if (resolved === undefined) {
    noteOrRefuse(state, 'unknown-attribute', key, 'is not an attribute of this resource');
    return;
  }
  const { place, qualified } = resolved;
  if (qualified) {
    noteOrRefuse(state, 'qualified-key', key, 'is no plain attribute name; use it as a path');
  }
  if (isReadOnly(place)) {
    if (!isEchoed(place)) state.options.note('read-only-ignored', targetName(place.target));
    return;
  }
  applyAt(state, { op, value: object[key] ?? null, keyed: true }, place, index);
}

function noteOrRefuse(
  { options }: PatchState,
  entry: 'unknown-attribute' | 'qualified-key',
  key: string,
  problem: string,
): void {
  if (options.mode === 'strict') {
    throw new ScimError('invalidSyntax', `The key ${clip(key)} ${problem}.`);
  }
  options.note(entry, key.slice(0, 200).toWellFormed());
}

function isReadOnly(place: Place): place is Extract<Place, { target: unknown }> {
  if (!('target' in place)) return false;
  const { attribute, sub } = place.target;
  return attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly';
}

/** What clients send back as they read it; not worth a note each time. */
function isEchoed(place: Extract<Place, { target: unknown }>): boolean {
  return ['id', 'meta', 'groups'].includes(place.target.attribute.name);
}
