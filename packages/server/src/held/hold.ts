/** Keeps removals that the brake refused, in units of their own: the refused ones leave nothing. */
import { randomUUIDv7 } from 'node:crypto';
import type { MaybePromise, ScimStore } from '@rollcall/scim';
import {
  findHeld,
  forgetOldHeld,
  HeldError,
  type HeldRow,
  heldOfConnections,
  isWatching,
  putHeld,
  type Removal,
  standingOf,
} from '../brake/index.ts';
import { type Core, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { raiseHeldNotice } from '../notices/index.ts';
import type { LiveConnection, Registry } from '../registry/index.ts';

export interface HoldDeps extends Core {
  readonly registry: Registry;
}

const ACTOR = Object.freeze({ kind: 'system', id: 'brake' });

/** The same store, which has what the brake refuses kept before it refuses. */
export function keepHeld(store: ScimStore, hold: (removal: Removal) => Promise<void>): ScimStore {
  const keeping = async <T>(written: MaybePromise<T>): Promise<T> => {
    try {
      return await written;
    } catch (error) {
      if (error instanceof HeldError) await hold(error.removal);
      throw error;
    }
  };
  return {
    ...store,
    update: (...given) => keeping(store.update(...given)),
    delete: (...given) => keeping(store.delete(...given)),
  };
}

/** Notes an attempt. The first that is held puts the brake on: an event, and a notice to Org Admins. */
export function hold(
  deps: HoldDeps,
  { organizationId, id: connectionId }: LiveConnection,
  requestId: string | undefined,
  removal: Removal,
): Promise<void> {
  const at = deps.clock().toISOString();
  const context = { organizationId, connectionId, actor: ACTOR, requestId, at };
  return writeFor(deps, context, async (session) => {
    // Somebody may have opened it since the refusal: then nothing is held, and the next attempt passes.
    const connection = deps.registry.connection(organizationId, connectionId);
    if (connection === undefined || !isWatching(connection, at)) return;
    const { resourceId: resource, what } = removal;
    const before = await findHeld(session, { organization: organizationId, resource, what });
    if (await isOver(session, organizationId, before, removal, at)) return;
    const row = nextRow(before, connection, removal, at);
    const isNew = row.state === 'held' && before?.state !== 'held';
    const isFirst = isNew && !(await heldOfConnections(session, organizationId)).has(connectionId);
    await putHeld(session, organizationId, row);
    if (isFirst) await engage(session, context, deps, connection, removal);
  });
}

/** Whether somebody released it, or made it, between the refusal and now: the next attempt passes. */
async function isOver(
  session: Session,
  organization: string,
  before: HeldRow | undefined,
  { resourceId: id, what, amount }: Removal,
  at: string,
): Promise<boolean> {
  const standing = standingOf(before, at);
  if (standing === 'held' || standing === 'discarded') return false;
  if (standing === 'released') return what !== 'removeMembers' || amount <= (before?.amount ?? 0);
  const resource = await session.first(selectResource, { organization, id });
  return resource === undefined || resource.is_active === 0;
}

const selectResource = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('resource')
    .select('is_active')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

/**
 * A row as it is after one more attempt. Who discarded it has the length of a window to mend the
 * assignment; an attempt after that is a question again.
 */
function nextRow(
  before: HeldRow | undefined,
  { id: connectionId, brakeWindowMinutes }: LiveConnection,
  { resourceType, resourceId, what, amount }: Removal,
  at: string,
): HeldRow {
  const standing = standingOf(before, at);
  if (before === undefined || standing === undefined || standing === 'released') {
    return {
      id: before?.id ?? randomUUIDv7(),
      connection_id: connectionId,
      resource_type: resourceType,
      resource_id: resourceId,
      what,
      amount,
      tries: 1,
      state: 'held',
      first_seen_at: at,
      last_seen_at: at,
      decided_at: null,
      decided_by: null,
    };
  }
  const again = {
    ...before,
    amount: Math.max(before.amount, amount),
    tries: before.tries + 1,
    last_seen_at: at,
  };
  const sinceMs = Date.parse(at) - Date.parse(before.decided_at ?? before.first_seen_at);
  if (standing === 'held' || sinceMs < brakeWindowMinutes * 60_000) return again;
  return { ...again, state: 'held', decided_at: null, decided_by: null };
}

async function engage(
  session: Session,
  context: ChangeContext,
  { registry }: HoldDeps,
  connection: LiveConnection,
  { kind, what, resourceType, resourceId }: Removal,
): Promise<void> {
  await forgetOldHeld(session, connection.organizationId, context.at);
  await recordChange(session, context, {
    type: 'brake.engaged',
    subjectType: 'Connection',
    subjectId: connection.id,
    data: { kind, first: { what, resourceType, resourceId } },
    detail: {},
  });
  const sends = registry.organization(connection.organizationId)?.sendsNotices === true;
  await raiseHeldNotice(session, context, connection, sends);
}
