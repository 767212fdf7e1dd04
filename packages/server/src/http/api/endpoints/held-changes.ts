/** Removals that the brake of a connection holds, and what is decided about them. */
import { type Endpoint, endpoint } from '../endpoint.ts';
import { discard, discardInput, pageOfHeld, release, releaseInput } from '../held-changes.ts';

const ALL = '/organizations/:organization/held-changes';

export const heldChangeEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ALL,
    run: async ({ app, query, context }) => pageOfHeld({ app, context: context() }, query),
  }),
  endpoint({
    method: 'POST',
    path: `${ALL}/release`,
    input: releaseInput,
    run: async ({ app, body, context }) => release({ app, context: context() }, body),
  }),
  endpoint({
    method: 'POST',
    path: `${ALL}/discard`,
    input: discardInput,
    run: async ({ app, body, context }) => discard({ app, context: context() }, body),
  }),
];
