import type { Endpoint } from '../endpoint.ts';
import { accessEndpoints } from './access.ts';
import { entryPointEndpoints } from './entry-points.ts';
import { eventEndpoints } from './events.ts';
import { grantEndpoints } from './grants.ts';
import { groupEndpoints } from './groups.ts';
import { invitationEndpoints } from './invitations.ts';
import { memberEndpoints } from './members.ts';
import { receiptEndpoints } from './receipts.ts';
import { roleEndpoints } from './roles.ts';

/** Every endpoint of the operator's API. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...roleEndpoints,
  ...entryPointEndpoints,
  ...groupEndpoints,
  ...grantEndpoints,
  ...accessEndpoints,
  ...memberEndpoints,
  ...invitationEndpoints,
  ...receiptEndpoints,
  ...eventEndpoints,
];
