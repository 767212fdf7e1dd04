import { comparisonKey } from '../../filter/index.ts';
import type { JsonObject, Resource } from '../../resource/types.ts';
import type { Attribute, ResourceType } from '../../schema/types.ts';

export interface UniqueKey {
  readonly attribute: Attribute;
  /** Equal for two resources of the type that cannot both exist. */
  readonly key: string;
}

/**
 * What nobody else of the type may have: the values of attributes that the schemas declare unique
 * (RFC 7643 §7), and the display name of groups, by which identity providers find them.
 */
export function uniqueKeys(type: ResourceType, resource: Resource): readonly UniqueKey[] {
  const keys = keysOf(type.attributes, resource, type.memberAttribute !== undefined);
  for (const { schema } of type.extensions) {
    const extension = Object.hasOwn(resource, schema.id) ? resource[schema.id] : undefined;
    if (typeof extension !== 'object' || extension === null || Array.isArray(extension)) continue;
    keys.push(...keysOf(schema.attributes, extension as JsonObject, false));
  }
  return keys;
}

function keysOf(
  attributes: ReadonlyMap<string, Attribute>,
  object: JsonObject,
  uniqueNames: boolean,
): UniqueKey[] {
  const keys: UniqueKey[] = [];
  for (const attribute of attributes.values()) {
    const isUnique =
      attribute.uniqueness !== 'none' || (uniqueNames && attribute.name === 'displayName');
    if (!isUnique || attribute.multiValued || !Object.hasOwn(object, attribute.name)) continue;
    const key = comparisonKey(attribute, object[attribute.name] ?? null);
    if (key !== undefined) keys.push({ attribute, key: JSON.stringify([attribute.name, key]) });
  }
  return keys;
}
