export { consistencyToken, waitFor } from './consistency.ts';
export { type EffectiveRole, effectiveRoles } from './effective.ts';
export {
  deleteEntryPoint,
  type EntryPoint,
  type EntryPointInput,
  findEntryPoint,
  listEntryPoints,
  putEntryPoints,
} from './entry-points.ts';
export { type MemberPermissions, permissionsOf } from './explain.ts';
export type { Subject } from './grant-subjects.ts';
export {
  endGrantsOfGroup,
  type Grant,
  giveGrant,
  listGrants,
  listGrantsOf,
  removeGrant,
  setGrant,
} from './grants.ts';
export { namesOf } from './group-names.ts';
export { grantsOf, HOLDERS_PAGE_MAX, type Holder, holdersOf } from './holders.ts';
export {
  type Decision,
  decideAll,
  type MemberReference,
  memberIdOf,
  type Question,
} from './questions.ts';
export { checkRole, listRoles, type Role, setRoles } from './roles.ts';
export { type MappingChange, setMappings } from './set-mappings.ts';
