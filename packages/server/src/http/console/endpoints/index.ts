import type { ConsoleEndpoint } from '../endpoint.ts';
import { claimEndpoints } from './claims.ts';
import { connectionEndpoints } from './connections.ts';
import { groupEndpoints } from './groups.ts';
import { invitationEndpoints } from './invitations.ts';
import { logEndpoints } from './logs.ts';
import { meEndpoints } from './me.ts';
import { organizationEndpoints } from './organization.ts';
import { passwordEndpoints } from './password.ts';
import { peopleEndpoints } from './people.ts';
import { permissionEndpoints } from './permissions.ts';
import { receiptEndpoints } from './receipts.ts';
import { sessionEndpoints } from './sessions.ts';
import { signInEndpoints } from './sign-in.ts';
import { tokenEndpoints } from './tokens.ts';

/** Every endpoint of the console's API. */
export const CONSOLE_ENDPOINTS: readonly ConsoleEndpoint[] = [
  ...signInEndpoints,
  ...meEndpoints,
  ...sessionEndpoints,
  ...passwordEndpoints,
  ...invitationEndpoints,
  ...organizationEndpoints,
  ...peopleEndpoints,
  ...groupEndpoints,
  ...permissionEndpoints,
  ...claimEndpoints,
  ...receiptEndpoints,
  ...tokenEndpoints,
  ...connectionEndpoints,
  ...logEndpoints,
];
