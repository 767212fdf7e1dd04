export { createScimHandler } from './create-handler.ts';
export { checkUnknownMembers, memberCycle } from './members.ts';
export { createMemoryStore, type MemoryStoreOptions } from './memory/create-store.ts';
export { fullView, memberView } from './render/index.ts';
