/** What Org Admins and the operator decide about held changes. */
import type { HeldRow } from '../brake/index.ts';
import { updateConnection } from '../connections/index.ts';
import { Refusal, requireOrganizationId, writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { applyReleased, type HeldDeps } from './apply.ts';
import { HELD_PAGE_MAX, type HeldSelection, markHeld, selectHeld } from './select-held.ts';
import { settle } from './settle.ts';

/** How long a connection can be opened, minutes: a day. */
export const OPEN_MINUTES_MAX = 1440;

export interface Released {
  readonly released: number;
  /** Of them, made at once. */
  readonly applied: number;
  /** Of them, made when the identity provider repeats them. */
  readonly waiting: number;
}

/**
 * Releases some, or all of a connection. Deactivations and deletions are made at once, by whoever
 * releases them; members leave a group when the identity provider repeats its request.
 *
 * @param openMinutes With all of a connection: what comes within so many minutes passes too.
 * @throws Refusal `invalid`, `notFound`, `conflict` for those that are done.
 */
export async function releaseHeld(
  deps: HeldDeps,
  context: ChangeContext,
  selection: HeldSelection,
  openMinutes?: number,
): Promise<Released> {
  requireOrganizationId(context.organizationId);
  if (openMinutes !== undefined) await open(deps, context, selection, openMinutes);
  let released = 0;
  let applied = 0;
  await inPages(selection, async () => {
    const rows = await writeFor(deps, context, (session) =>
      decide(session, context, selection, 'released'),
    );
    released += rows.length;
    applied += await applyReleased(deps, context, rows);
    return rows.length;
  });
  return { released, applied, waiting: released - applied };
}

/**
 * Closes some, or all of a connection: whom they are about stays. The identity provider goes on being
 * refused for the length of a window; an attempt after that is held anew.
 *
 * @throws Refusal as of {@link releaseHeld}, `conflict` also for those that were released.
 */
export async function discardHeld(
  deps: HeldDeps,
  context: ChangeContext,
  selection: HeldSelection,
): Promise<{ readonly discarded: number }> {
  requireOrganizationId(context.organizationId);
  let discarded = 0;
  await inPages(selection, async () => {
    const rows = await writeFor(deps, context, (session) =>
      decide(session, context, selection, 'discarded'),
    );
    discarded += rows.length;
    return rows.length;
  });
  return { discarded };
}

/** The brake of a connection is switched off: what it held passes with the next attempt. */
export async function letGo(
  deps: HeldDeps,
  context: ChangeContext,
  connectionId: string,
): Promise<void> {
  const selection = { connectionId };
  await inPages(selection, async () => {
    const unit = (session: Session) => decide(session, context, selection, 'released');
    return (await writeFor(deps, context, unit)).length;
  });
}

/** All of a connection can be more than one unit should change. */
async function inPages(selection: HeldSelection, page: () => Promise<number>): Promise<void> {
  let rows: number;
  do rows = await page();
  while ('connectionId' in selection && rows === HELD_PAGE_MAX);
}

async function decide(
  session: Session,
  context: ChangeContext,
  selection: HeldSelection,
  state: 'released' | 'discarded',
): Promise<readonly HeldRow[]> {
  const rows = await selectHeld(session, context.organizationId, selection);
  for (const row of rows) checkOpen(row, state);
  if (rows.length > 0) await markHeld(session, context, rows, state);
  for (const [connectionId, of] of Map.groupBy(rows, (row) => row.connection_id)) {
    await record(session, { ...context, connectionId }, of, state);
    await settle(session, context, connectionId);
  }
  return rows;
}

/** What was discarded can be released on second thoughts; nothing else is decided twice. */
function checkOpen({ id, state: before }: HeldRow, state: 'released' | 'discarded'): void {
  if (before === 'held' || (before === 'discarded' && state === 'released')) return;
  throw new Refusal(
    'conflict',
    `The change "${id}" is no longer held: it is ${before}. List the held changes again.`,
  );
}

async function record(
  session: Session,
  context: ChangeContext & { readonly connectionId: string },
  rows: readonly HeldRow[],
  state: 'released' | 'discarded',
): Promise<void> {
  const changes = rows.map(({ what, resource_type, resource_id }) => ({
    what,
    resourceType: resource_type,
    resourceId: resource_id,
  }));
  await recordChange(session, context, {
    type: `held_changes.${state}`,
    subjectType: 'Connection',
    subjectId: context.connectionId,
    data: { changes },
    detail: {},
  });
}

async function open(
  deps: HeldDeps,
  context: ChangeContext,
  selection: HeldSelection,
  minutes: number,
): Promise<void> {
  if (!('connectionId' in selection)) {
    throw new Refusal('invalid', 'Only a whole connection can be opened for a while: release all.');
  }
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > OPEN_MINUTES_MAX) {
    throw new Refusal('invalid', `Open it for 1 to ${OPEN_MINUTES_MAX} minutes.`);
  }
  const brakeOpenUntil = new Date(Date.parse(context.at) + minutes * 60_000).toISOString();
  const { connectionId } = selection;
  await writeFor(deps, context, (session) =>
    updateConnection(session, context, connectionId, { brakeOpenUntil }),
  );
  await deps.registry.refresh(context.organizationId);
}
