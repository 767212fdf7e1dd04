import { heldOfConnections } from '../brake/index.ts';
import type { Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { endHeldNotices } from '../notices/index.ts';

/** Ends what was said of a held connection once nothing of it waits; inside the unit of a decision. */
export async function settle(
  session: Session,
  context: ChangeContext,
  connectionId: string,
): Promise<void> {
  const waiting = await heldOfConnections(session, context.organizationId);
  if (waiting.has(connectionId)) return;
  const about = { ...context, connectionId };
  const ended = await endHeldNotices(session, about, connectionId);
  if (ended === 0) return;
  await recordChange(session, about, {
    type: 'brake.released',
    subjectType: 'Connection',
    subjectId: connectionId,
    data: {},
    detail: {},
  });
}
