/** The schemas and resource types of RFC 7643 as Rollcall supports them (errata applied). */
import enterpriseUserDocument from './data/enterprise-user.json' with { type: 'json' };
import groupDocument from './data/group.json' with { type: 'json' };
import resourceTypeDocument from './data/resource-type.json' with { type: 'json' };
import schemaDocument from './data/schema.json' with { type: 'json' };
import serviceProviderConfigDocument from './data/service-provider-config.json' with {
  type: 'json',
};
import userDocument from './data/user.json' with { type: 'json' };
import { defineResourceType } from './define-resource-type.ts';
import { defineSchema } from './define-schema.ts';
import type { ResourceType, Schema } from './types.ts';

/** RFC 7643 §4.1, without `password`: Rollcall keeps none, so it advertises none. */
export const userSchema: Schema = defineSchema({
  ...userDocument,
  attributes: userDocument.attributes.filter(({ name }) => name !== 'password'),
});
/** RFC 7643 §4.2. */
export const groupSchema: Schema = defineSchema(groupDocument);
/** RFC 7643 §4.3. */
export const enterpriseUserSchema: Schema = defineSchema(enterpriseUserDocument);
/** RFC 7643 §5 and RFC 9865 §4. */
export const serviceProviderConfigSchema: Schema = defineSchema(serviceProviderConfigDocument);
/** RFC 7643 §6. */
export const resourceTypeSchema: Schema = defineSchema(resourceTypeDocument);
/** RFC 7643 §7. */
export const schemaSchema: Schema = defineSchema(schemaDocument);

export const userType: ResourceType = defineResourceType({
  name: 'User',
  description: userSchema.description,
  endpoint: '/Users',
  schema: userSchema,
  extensions: [{ schema: enterpriseUserSchema, required: false }],
  dropped: ['password'],
});

export const groupType: ResourceType = defineResourceType({
  name: 'Group',
  description: groupSchema.description,
  endpoint: '/Groups',
  schema: groupSchema,
  extensions: [],
  memberAttribute: 'members',
});

export const coreResourceTypes: readonly ResourceType[] = Object.freeze([userType, groupType]);
