export { organizationIds } from './load.ts';
export { features, plansWith, Registry } from './registry.ts';
export type { Feature, LiveConnection, LiveOrganization, LivePlan, LiveToken } from './types.ts';
