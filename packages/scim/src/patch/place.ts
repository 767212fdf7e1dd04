/** What a path or a key of a path-less value names: looked up in the schema, never in an object. */
import type { Filter, PatchPath } from '../filter/ast.ts';
import { findExtension, resolvePath } from '../schema/index.ts';
import type { AttributeTarget, ResourceType, SchemaExtension } from '../schema/types.ts';

export type Place =
  | {
      /** `members` and `schemas` are changed in ways of their own. */
      readonly kind: 'attribute' | 'members' | 'schemas';
      readonly target: AttributeTarget;
      /** Inside `[…]`. */
      readonly filter: Filter | undefined;
      /** An attribute of an extension that was named without the extension's URI. */
      readonly unqualified: boolean;
    }
  /** An extension's URI alone. */
  | { readonly kind: 'extension'; readonly extension: SchemaExtension }
  /** The base schema's URI alone: the resource itself. */
  | { readonly kind: 'base' }
  /** An attribute that is accepted and dropped. */
  | { readonly kind: 'dropped'; readonly name: string };

/** @returns Undefined for an unknown schema, attribute or sub-attribute. */
export function locate(type: ResourceType, path: PatchPath): Place | undefined {
  if (path.path === undefined) return locateSchema(type, path.extension ?? '');
  const named = { ...path.path, sub: path.sub ?? path.path.sub };
  const target = resolvePath(type, named);
  if (target === undefined) return locateDropped(type, path);
  return {
    kind: kindOf(type, target),
    target,
    filter: path.filter,
    unqualified: target.extension !== undefined && named.schema === undefined,
  };
}

function kindOf(type: ResourceType, { attribute }: AttributeTarget) {
  if (attribute === type.memberAttribute) return 'members';
  return attribute === type.attributes.get('schemas') ? 'schemas' : 'attribute';
}

function locateSchema(type: ResourceType, uri: string): Place | undefined {
  if (uri.toLowerCase() === type.schema.id.toLowerCase()) return { kind: 'base' };
  const extension = findExtension(type, uri);
  return extension === undefined ? undefined : { kind: 'extension', extension };
}

function locateDropped(type: ResourceType, { path, filter, sub }: PatchPath): Place | undefined {
  if (path === undefined || filter !== undefined || (sub ?? path.sub) !== undefined) {
    return undefined;
  }
  const foreign = path.schema !== undefined && path.schema !== type.schema.id;
  const name = path.attribute.toLowerCase();
  return foreign || !type.dropped.has(name) ? undefined : { kind: 'dropped', name };
}
