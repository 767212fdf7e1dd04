/** The `schemas` attribute (RFC 7643 §3). */
import { ScimError } from '../errors.ts';
import { clip } from '../json/index.ts';
import type { ResourceType } from '../schema/types.ts';
import type { ReadOptions } from './options.ts';
import type { Json, JsonObject } from './types.ts';

/**
 * Checks what a client says the schemas are. The stored `schemas` are computed from the data, so
 * nothing of this is kept.
 *
 * @param fields The attributes read, with extension objects by URI.
 * @throws ScimError `invalidSyntax` for anything but an array of unique URIs; strict also for a
 * missing base schema and for URIs that the type does not have.
 */
export function checkSchemas(
  type: ResourceType,
  schemas: Json,
  fields: JsonObject,
  options: ReadOptions,
): void {
  const listed = listedUris(schemas, options);
  for (const [key, uri] of listed) {
    if (!isSchemaOf(type, key)) refuseOrNote('foreign-schema', uri, options);
  }
  if (!listed.has(type.schema.id.toLowerCase())) {
    refuseOrNote('missing-schemas', type.schema.id, options);
  }
  for (const { schema } of type.extensions) {
    if (Object.hasOwn(fields, schema.id) && !listed.has(schema.id.toLowerCase())) {
      options.note('unlisted-extension', schema.id);
    }
  }
}

/** The URIs as they were written, by their lower-cased form. */
function listedUris(schemas: Json, options: ReadOptions): ReadonlyMap<string, string> {
  const listed = new Map<string, string>();
  if (schemas === null) return listed;
  if (!Array.isArray(schemas) || schemas.length > options.limits.valuesPerAttribute) {
    throw malformed('has to be an array of schema URIs');
  }
  for (const uri of schemas as readonly Json[]) {
    if (typeof uri !== 'string' || uri === '') throw malformed('has to hold URIs as strings');
    const key = uri.toLowerCase();
    if (listed.has(key)) throw malformed(`names ${clip(uri)} twice`);
    listed.set(key, uri);
  }
  return listed;
}

function isSchemaOf(type: ResourceType, key: string): boolean {
  if (key === type.schema.id.toLowerCase()) return true;
  return type.extensions.some(({ schema }) => schema.id.toLowerCase() === key);
}

function refuseOrNote(
  entry: 'foreign-schema' | 'missing-schemas',
  uri: string,
  options: ReadOptions,
): void {
  if (options.mode === 'strict') {
    throw malformed(
      entry === 'foreign-schema'
        ? `names ${clip(uri)}, which this resource type does not have`
        : `has to name ${uri}`,
    );
  }
  options.note(entry, uri.slice(0, 200).toWellFormed());
}

function malformed(what: string): ScimError {
  return new ScimError('invalidSyntax', `"schemas" ${what} (RFC 7643 §3).`);
}
