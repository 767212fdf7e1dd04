/** Makes released removals whose effect is known without the body of a request. */
import {
  applyPatch,
  DEFAULT_LIMITS,
  groupType,
  parsePatch,
  type Resource,
  type ScimStore,
  URNS,
  userType,
} from '@rollcall/scim';
import type { HeldRow } from '../brake/index.ts';
import { writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import type { LiveConnection, Registry } from '../registry/index.ts';
import { createScimStore, type StoreDeps } from '../resources/index.ts';
import { endHeld } from './select-held.ts';
import { settle } from './settle.ts';

export interface HeldDeps extends StoreDeps {
  readonly registry: Registry;
}

/** Units that wait for one commit. */
const AT_A_TIME = 32;
const OPTIONS = Object.freeze({ mode: 'tolerant', note: () => {}, limits: DEFAULT_LIMITS });
const DEACTIVATE = parsePatch(
  {
    schemas: [URNS.patchOp],
    Operations: [{ op: 'replace', path: 'active', value: false }],
  },
  userType,
  OPTIONS,
);

/**
 * Each is an ordinary change by whoever released it; the row says `released` by now, so the brake lets it
 * pass. What is gone meanwhile is no error.
 *
 * @returns How many were made or were so already.
 */
export async function applyReleased(
  deps: HeldDeps,
  context: ChangeContext,
  rows: readonly HeldRow[],
): Promise<number> {
  const known = rows.filter(({ what }) => what !== 'removeMembers');
  for (let from = 0; from < known.length; from += AT_A_TIME) {
    const some = known.slice(from, from + AT_A_TIME);
    await Promise.all(some.map((row) => applyOne(deps, context, row)));
    await writeFor(deps, context, (session) => close(session, context, some));
  }
  return known.length;
}

/** Those that changed nothing would wait for an attempt that never comes. */
async function close(session: Session, context: ChangeContext, rows: readonly HeldRow[]) {
  await endHeld(session, context.organizationId, rows);
  // What else was held of the same resources went with them.
  for (const id of new Set(rows.map((row) => row.connection_id))) {
    await settle(session, context, id);
  }
}

async function applyOne(deps: HeldDeps, context: ChangeContext, row: HeldRow): Promise<void> {
  const { organizationId } = context;
  const connection = deps.registry.connection(organizationId, row.connection_id);
  if (connection === undefined) return;
  const store = storeOf(deps, context, connection);
  const type = row.resource_type === userType.name ? userType : groupType;
  if (row.what === 'deactivate') await deactivate(store, row.resource_id);
  else await store.delete(type, row.resource_id, () => {});
}

async function deactivate(store: ScimStore, id: string): Promise<void> {
  await store.update(
    userType,
    id,
    ({ json }) => applyPatch(userType, JSON.parse(json) as Resource, DEACTIVATE, OPTIONS),
    OPTIONS,
  );
}

function storeOf(
  deps: StoreDeps,
  { organizationId, actor, requestId }: ChangeContext,
  connection: LiveConnection,
): ScimStore {
  return createScimStore(deps, {
    organizationId,
    connectionId: connection.id,
    linkPolicy: connection.linkPolicy,
    invitations: connection.invitations,
    duplicateGroupNames: connection.duplicateGroupNames,
    brake: connection,
    actor,
    requestId,
    // For filters, of which there are none here.
    baseUrl: '',
  });
}
