/** Removals that the brake of a connection holds: Org Admins see them, and let them go or not. */
import type { App } from '../../../app.ts';
import { brakeStanding } from '../../../brake/index.ts';
import { Refusal } from '../../../core.ts';
import { type HeldChange, heldSummary } from '../../../held/index.ts';
import { memberById } from '../../../members/index.ts';
import { resourceNames } from '../../../resources/index.ts';
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
    async run({ app, query, context }) {
      const { changes, next } = await pageOfHeld({ app, context }, query);
      return { changes: await withNames(app, context.organizationId, changes), next };
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${ALL}/summary`,
    async run({ app, context: { organizationId }, at }) {
      const sums = await heldSummary(app.reader, organizationId);
      const connections = app.registry.connections(organizationId).map(async (connection) => {
        const { id, name, brake, brakeWindowMinutes, brakeOpenUntil } = connection;
        const scope = { organization: organizationId, connection: id };
        return {
          ...{ id, name, brake, brakeWindowMinutes, brakeOpenUntil },
          ...(await brakeStanding(app.reader, scope, connection, at)),
          held: sums.filter(({ connectionId }) => connectionId === id),
        };
      });
      return { connections: await Promise.all(connections) };
    },
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

/** With what people call whom they are about, deleted ones too, and who decided. */
async function withNames(app: App, organizationId: string, changes: readonly HeldChange[]) {
  const ids = changes.map(({ resourceId }) => resourceId);
  const names = await resourceNames(app.reader, organizationId, ids);
  const deciders = await decidersOf(app, organizationId, changes);
  return changes.map((change) => ({
    ...change,
    displayName: change.displayName ?? names.get(change.resourceId) ?? null,
    decidedByName: deciders.get(change.decidedBy ?? '') ?? null,
  }));
}

/** Org Admins by the text of an actor; a page has few of them. */
async function decidersOf({ reader }: App, organizationId: string, changes: readonly HeldChange[]) {
  const names = new Map<string, string>();
  for (const actor of new Set(changes.map(({ decidedBy }) => decidedBy ?? ''))) {
    if (!actor.startsWith('member:')) continue;
    const id = actor.slice('member:'.length);
    const member = await memberById(reader, organizationId, id).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    const name = member?.displayName ?? member?.email;
    if (name) names.set(actor, name);
  }
  return names;
}
