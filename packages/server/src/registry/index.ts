export { organizationIds } from './load.ts';
export { features, plansWith, Registry } from './registry.ts';
export type { LiveConnection, LiveOrganization, LivePlan, LiveToken } from './types.ts';
export { FEATURES, type Feature } from './types.ts';
