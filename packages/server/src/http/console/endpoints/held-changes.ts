/** Removals that the brake of a connection holds: Org Admins see them, and let them go or not. */
import {
  discard,
  discardInput,
  pageOfHeld,
  release,
  releaseInput,
} from '../../api/held-changes.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const ALL = '/held-changes';

export const heldChangeEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    run: ({ app, query, context }) => pageOfHeld({ app, context }, query),
  }),
  // People lose their access by it.
  orgAdminEndpoint({
    method: 'POST',
    path: `${ALL}/release`,
    needsProof: true,
    input: releaseInput,
    run: ({ app, body, context }) => release({ app, context }, body),
  }),
  orgAdminEndpoint({
    method: 'POST',
    path: `${ALL}/discard`,
    input: discardInput,
    run: ({ app, body, context }) => discard({ app, context }, body),
  }),
];
