import type { JsonObject } from '../resource/types.ts';
import { resourceTypeSchema } from '../schema/index.ts';
import type { ResourceType } from '../schema/types.ts';

/** A resource type as `/ResourceTypes` shows it (RFC 7643 §6). Its id is its name. */
export function resourceTypeDocument(type: ResourceType, baseUrl: string): JsonObject {
  return {
    schemas: [resourceTypeSchema.id],
    id: type.name,
    name: type.name,
    description: type.description,
    endpoint: type.endpoint,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ schema, required }) => ({
      schema: schema.id,
      required,
    })),
    meta: {
      resourceType: 'ResourceType',
      location: `${baseUrl}/ResourceTypes/${encodeURIComponent(type.name)}`,
    },
  };
}
