/** Names looked up in schemas: without regard to case (RFC 7643 §2.1), never in an object. */
import type { AttributePath } from '../filter/ast.ts';
import type { Attribute, AttributeTarget, ResourceType, SchemaExtension } from './types.ts';

/** The schema URIs of a resource type: the base schema first, then its extensions. */
export function schemaUris(type: ResourceType): readonly string[] {
  return [type.schema.id, ...type.extensions.map(({ schema }) => schema.id)];
}

/** The extension with that URI, compared without regard to case. */
export function findExtension(type: ResourceType, uri: string): SchemaExtension | undefined {
  const wanted = uri.toLowerCase();
  return type.extensions.find(({ schema }) => schema.id.toLowerCase() === wanted);
}

/**
 * Finds what a path names (RFC 7644 §3.10). A name without URI is looked up among the common and
 * base attributes first, then in the extensions if exactly one of them has it.
 *
 * @returns Undefined when the schema, the attribute or the sub-attribute does not exist.
 */
export function resolvePath(type: ResourceType, path: AttributePath): AttributeTarget | undefined {
  const name = path.attribute.toLowerCase();
  if (path.schema === undefined) {
    const attribute = type.attributes.get(name);
    if (attribute !== undefined) return target(undefined, attribute, path.sub);
    return onlyExtensionWith(type, name, path.sub);
  }
  if (path.schema.toLowerCase() === type.schema.id.toLowerCase()) {
    return target(undefined, type.attributes.get(name), path.sub);
  }
  const extension = findExtension(type, path.schema);
  return target(extension?.schema.id, extension?.schema.attributes.get(name), path.sub);
}

/** How messages name a target: `name.givenName`, `urn:…:User:manager.value`. */
export function targetName({ extension, attribute, sub }: AttributeTarget): string {
  const name = sub === undefined ? attribute.name : `${attribute.name}.${sub.name}`;
  return extension === undefined ? name : `${extension}:${name}`;
}

function onlyExtensionWith(type: ResourceType, name: string, sub: string | undefined) {
  let found: AttributeTarget | undefined;
  for (const { schema } of type.extensions) {
    const attribute = schema.attributes.get(name);
    if (attribute === undefined) continue;
    if (found !== undefined) return undefined;
    found = { extension: schema.id, attribute, sub: undefined };
  }
  return target(found?.extension, found?.attribute, sub);
}

function target(
  extension: string | undefined,
  attribute: Attribute | undefined,
  subName: string | undefined,
): AttributeTarget | undefined {
  if (attribute === undefined) return undefined;
  if (subName === undefined) return { extension, attribute, sub: undefined };
  const sub = attribute.subAttributes.get(subName.toLowerCase());
  return sub === undefined ? undefined : { extension, attribute, sub };
}
