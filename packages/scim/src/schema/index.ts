export {
  coreResourceTypes,
  enterpriseUserSchema,
  groupSchema,
  groupType,
  resourceTypeSchema,
  schemaSchema,
  serviceProviderConfigSchema,
  userSchema,
  userType,
} from './core.ts';
export {
  commonAttributes,
  defineResourceType,
  type ResourceTypeDefinition,
} from './define-resource-type.ts';
export { defineSchema } from './define-schema.ts';
export { findExtension, resolvePath, schemaUris, targetName } from './resolve.ts';
