import type { Job } from '../jobs/index.ts';
import { checkIntegrations, type IntegrationDeps } from './check-integrations.ts';
import { checkOrganizations } from './check-organizations.ts';

/** Days are what tokens and claims go by. */
const HOUR_MS = 3_600_000;
/** An integration that fails is worth a sooner look. */
const MINUTE_MS = 60_000;

export function noticeJobs(deps: IntegrationDeps): readonly Job[] {
  return [
    { name: 'notices', everyMs: HOUR_MS, run: (signal) => checkOrganizations(deps, signal) },
    {
      name: 'integration notices',
      everyMs: MINUTE_MS,
      run: (signal) => checkIntegrations(deps, signal),
    },
  ];
}
