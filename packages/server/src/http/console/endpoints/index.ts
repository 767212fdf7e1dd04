import type { ConsoleEndpoint } from '../endpoint.ts';
import { activityEndpoints } from './activity.ts';
import { claimEndpoints } from './claims.ts';
import { connectionEndpoints } from './connections.ts';
import { exportEndpoints } from './exports.ts';
import { groupEndpoints } from './groups.ts';
import { heldChangeEndpoints } from './held-changes.ts';
import { invitationEndpoints } from './invitations.ts';
import { logEndpoints } from './logs.ts';
import { meEndpoints } from './me.ts';
import { organizationEndpoints } from './organization.ts';
import { overviewEndpoints } from './overview.ts';
import { passwordEndpoints } from './password.ts';
import { peopleEndpoints } from './people.ts';
import { permissionEndpoints } from './permissions.ts';
import { provisioningEndpoints } from './provisioning.ts';
import { receiptEndpoints } from './receipts.ts';
import { sessionEndpoints } from './sessions.ts';
import { setUpLinkEndpoints } from './set-up-links.ts';
import { signInEndpoints } from './sign-in.ts';
import { singleSignOnEndpoints } from './single-sign-on.ts';
import { tokenEndpoints } from './tokens.ts';

/** Every endpoint of the console's API. */
export const CONSOLE_ENDPOINTS: readonly ConsoleEndpoint[] = [
  ...signInEndpoints,
  ...meEndpoints,
  ...sessionEndpoints,
  ...passwordEndpoints,
  ...singleSignOnEndpoints,
  ...organizationEndpoints,
  ...peopleEndpoints,
  ...groupEndpoints,
  ...permissionEndpoints,
  ...claimEndpoints,
  ...provisioningEndpoints,
  ...setUpLinkEndpoints,
  ...heldChangeEndpoints,
  ...receiptEndpoints,
  ...tokenEndpoints,
  ...connectionEndpoints,
  ...overviewEndpoints,
  ...activityEndpoints,
  ...logEndpoints,
  ...invitationEndpoints,
  ...exportEndpoints,
];
