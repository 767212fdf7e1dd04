/**
 * Operations on `schemas` (RFC 7643 §3). What it says follows from the data: listing an extension
 * without data changes nothing, and taking one out takes its data with it.
 */
import { ScimError } from '../errors.ts';
import type { Filter } from '../filter/ast.ts';
import { clip } from '../json/index.ts';
import { type ReadOptions, readValue } from '../resource/index.ts';
import type { Json } from '../resource/types.ts';
import { findExtension } from '../schema/index.ts';
import type { AttributeTarget, ResourceType } from '../schema/types.ts';
import { removeExtension } from './apply-extension.ts';
import { asElements } from './elements.ts';
import { required } from './refusals.ts';
import type { PatchState, Step } from './state.ts';

/** @throws ScimError `mutability` if the base schema would go; strict: `invalidValue` for foreign URIs. */
export function applyToSchemas(
  state: PatchState,
  { op, value = null, keyed }: Step,
  target: AttributeTarget,
  filter: Filter | undefined,
): void {
  // Clients send `schemas` back in value objects; there it asks for nothing.
  if (keyed) return;
  if (filter !== undefined) {
    throw new ScimError('invalidPath', 'schemas holds plain URIs, so [ ] cannot follow it.');
  }
  if (value === null) {
    if (op !== 'add') throw required(target);
    return;
  }
  const listed = readUris(state, value, target);
  if (op === 'replace') removeSchemas(state, (uri) => !listed.has(uri.toLowerCase()), target);
  if (op === 'remove') {
    state.options.note('remove-listed', 'schemas');
    removeSchemas(state, (uri) => listed.has(uri.toLowerCase()), target);
  }
}

/** Lower-cased URIs. */
function readUris(
  { type, options }: PatchState,
  value: Json,
  target: AttributeTarget,
): ReadonlySet<string> {
  const uris = new Set<string>();
  for (const uri of asElements(readValue(target, value, options))) {
    if (typeof uri !== 'string') continue;
    checkKnown(type, uri, options);
    uris.add(uri.toLowerCase());
  }
  return uris;
}

function checkKnown(type: ResourceType, uri: string, options: ReadOptions): void {
  const isBase = uri.toLowerCase() === type.schema.id.toLowerCase();
  if (isBase || findExtension(type, uri) !== undefined) return;
  if (options.mode === 'strict') {
    throw new ScimError('invalidValue', `schemas: a ${type.name} cannot have ${clip(uri)}.`);
  }
  options.note('foreign-schema', uri.slice(0, 200).toWellFormed());
}

function removeSchemas(
  state: PatchState,
  isRemoved: (uri: string) => boolean,
  target: AttributeTarget,
): void {
  if (isRemoved(state.type.schema.id)) throw required(target);
  for (const extension of state.type.extensions) {
    if (state.copy.extension(extension.schema.id) === undefined) continue;
    if (!isRemoved(extension.schema.id)) continue;
    removeExtension(state, extension);
  }
}
