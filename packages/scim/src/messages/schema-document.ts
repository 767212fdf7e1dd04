import type { Json, JsonObject } from '../resource/types.ts';
import { schemaSchema } from '../schema/index.ts';
import type { Attribute, AttributeType, Schema } from '../schema/types.ts';

/** A schema as `/Schemas` shows it (RFC 7643 §7), with the values that the service works by. */
export function schemaDocument(schema: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [schemaSchema.id],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: [...schema.attributes.values()].map(attributeDocument),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  };
}

function attributeDocument(attribute: Attribute): JsonObject {
  const { type } = attribute;
  const document: Record<string, Json> = {
    name: attribute.name,
    type,
    multiValued: attribute.multiValued,
    description: attribute.description,
    required: attribute.required,
  };
  if (attribute.referenceTypes.length > 0) document.referenceTypes = attribute.referenceTypes;
  if (attribute.canonicalValues.length > 0) document.canonicalValues = attribute.canonicalValues;
  if (CASED.has(type)) document.caseExact = attribute.caseExact;
  document.mutability = attribute.mutability;
  document.returned = attribute.returned;
  if (type !== 'complex' && type !== 'boolean') document.uniqueness = attribute.uniqueness;
  if (type === 'complex') {
    document.subAttributes = [...attribute.subAttributes.values()].map(attributeDocument);
  }
  return document;
}

/** The types whose values have letter case (RFC 7643 §2.3): others show no `caseExact`. */
const CASED: ReadonlySet<AttributeType> = new Set(['string', 'reference', 'binary']);
