/**
 * SCIM 2.0 (RFC 7643, RFC 7644) as a library without dependencies: schemas, filters, PATCH,
 * resources, and a handler that makes a SCIM service of any store.
 *
 * To serve SCIM: `createScimHandler` over a `ScimStore`. To write a store: `handler/store.ts` says
 * what one does, `createMemoryStore` is the reference; `resolveFilter`'s result is what a query is
 * compiled from, `foldResource` and `comparisonKey` make the keys it compares.
 */
export {
  DIALECT_ENTRIES,
  type DialectEntry,
  type DialectEntryName,
} from './dialects/entries.ts';
export { ERROR_TABLE, type ErrorName, ScimError } from './errors.ts';
export type {
  AndFilter,
  AttributePath,
  CompareFilter,
  CompareOperator,
  Filter,
  Literal,
  NotFilter,
  OrFilter,
  PatchPath,
  PresentFilter,
  ValuePathFilter,
} from './filter/ast.ts';
export {
  compareKeys,
  comparisonKey,
  evaluate,
  evaluateElement,
  fold,
  instantKey,
  parseAttributePath,
  parseFilter,
  parsePath,
  printFilter,
  printPath,
  resolveElementFilter,
  resolveFilter,
} from './filter/index.ts';
export type {
  ComparisonKey,
  ElementFilter,
  ResolvedCompare,
  ResolvedFilter,
  ResolvedOperator,
  ResolvedPresent,
  ResolvedValuePath,
} from './filter/resolved.ts';
export { andThen } from './handler/and-then.ts';
export { readText } from './handler/http/read-text.ts';
export {
  checkUnknownMembers,
  createMemoryStore,
  createScimHandler,
  fullView,
  type MemoryStoreOptions,
  memberCycle,
  memberView,
} from './handler/index.ts';
export type {
  Action,
  Exchange,
  HeaderReader,
  RequestContext,
  ScimHandler,
  ScimHandlerOptions,
  ScimSession,
} from './handler/session.ts';
export type {
  Draft,
  GroupReference,
  ListQuery,
  ListResult,
  MaybePromise,
  Member,
  ScimStore,
  StoredResource,
  WriteOptions,
  Written,
} from './handler/store.ts';
export { isObject, readJson } from './json/index.ts';
export { DEFAULT_LIMITS, type ScimLimits } from './limits.ts';
export {
  errorBody,
  resourceTypeDocument,
  schemaDocument,
  serviceProviderConfig,
  URNS,
} from './messages/index.ts';
export { applyPatch, parsePatch } from './patch/index.ts';
export type { Change, MemberChange, PatchOperation } from './patch/types.ts';
export {
  foldResource,
  type Projection,
  parseProjection,
  project,
  projectionWants,
  type ReadOptions,
  readResource,
  replaceResource,
  sameResource,
  sortKey,
  validateResource,
} from './resource/index.ts';
export type {
  Json,
  JsonObject,
  MemberReference,
  Mode,
  Note,
  Noter,
  Resource,
} from './resource/types.ts';
export {
  coreResourceTypes,
  defineResourceType,
  defineSchema,
  enterpriseUserSchema,
  findExtension,
  groupSchema,
  groupType,
  type ResourceTypeDefinition,
  resolvePath,
  schemaUris,
  targetName,
  userSchema,
  userType,
} from './schema/index.ts';
export type {
  Attribute,
  AttributeTarget,
  AttributeType,
  Mutability,
  ResourceType,
  Returned,
  Schema,
  SchemaExtension,
  Uniqueness,
} from './schema/types.ts';
