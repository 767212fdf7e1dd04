export { groupsNamed } from './groups-named.ts';
export { resourceNames } from './resource-names.ts';
export { createPgScans } from './scan/pg-scans.ts';
export { createScanPool, type ScanPool, type ScanPoolOptions } from './scan/pool.ts';
export type { Clock, StoreDeps, StoreScope } from './scope.ts';
export { createScimStore } from './store.ts';
