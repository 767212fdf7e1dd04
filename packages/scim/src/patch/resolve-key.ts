/** The keys of a value object: attribute names, and what identity providers use in their place. */
import { ScimError } from '../errors.ts';
import type { PatchPath } from '../filter/ast.ts';
import { parsePath } from '../filter/index.ts';
import { schemaUris } from '../schema/index.ts';
import type { Schema } from '../schema/types.ts';
import { locate, type Place } from './place.ts';
import type { PatchState } from './state.ts';

/**
 * Finds what a key names: an attribute, an extension's URI, or (`qualified`) what else could be a
 * path: `name.givenName`, `urn:…:User:department`, `emails[type eq "work"].value`.
 *
 * @param within The extension whose object the key is in.
 * @returns Undefined when it names nothing that is known.
 * @throws ScimError `invalidPath` or `invalidFilter` for a malformed key with a filter.
 */
export function resolveKey(
  state: PatchState,
  key: string,
  within: Schema | undefined,
): { readonly place: Place; readonly qualified: boolean } | undefined {
  if (isPlainName(key)) {
    const path = { kind: 'path', schema: within?.id, attribute: key, sub: undefined } as const;
    const plain = { path, extension: undefined, filter: undefined, sub: undefined };
    return found(locate(state.type, plain), false);
  }
  const path = parseKey(state, within === undefined ? key : `${within.id}:${key}`);
  if (path === undefined) return undefined;
  return found(locate(state.type, path), path.path !== undefined);
}

function found(place: Place | undefined, qualified: boolean) {
  return place === undefined ? undefined : { place, qualified };
}

function isPlainName(key: string): boolean {
  return !key.includes('.') && !key.includes(':') && !key.includes('[');
}

function parseKey({ type, options }: PatchState, key: string): PatchPath | undefined {
  try {
    return parsePath(key, schemaUris(type), options.limits);
  } catch (error) {
    // Without a filter it is a name like any other, only that nobody knows it.
    if (error instanceof ScimError && !key.includes('[')) return undefined;
    throw error;
  }
}
