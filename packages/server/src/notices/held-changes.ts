/** Notices about removals that the brake of a connection holds: at once, and once a day while any waits. */
import { heldOfConnections } from '../brake/index.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import type { Condition } from './notice.ts';
import { currentNotices } from './notice-rows.ts';
import { endNotice, raiseNotice } from './raise.ts';

interface NamedConnection {
  readonly id: string;
  readonly name: string;
}

/** @param sends Whether Org Admins are mailed. */
export async function raiseHeldNotice(
  session: Session,
  context: ChangeContext,
  connection: NamedConnection,
  sends: boolean,
): Promise<void> {
  await raiseNotice(session, context, heldNotice(connection, undefined, context.at), { sends });
}

/** @returns How many were ended. */
export async function endHeldNotices(
  session: Session,
  context: ChangeContext,
  connectionId: string,
): Promise<number> {
  const current = (await currentNotices(session, context.organizationId)).filter(
    ({ kind, subjectId }) => kind === 'changes.held' && subjectId === connectionId,
  );
  for (const notice of current) await endNotice(session, context, notice);
  return current.length;
}

export async function heldConditions(
  session: Session,
  organizationId: string,
  connectionName: (id: string) => string,
  at: string,
): Promise<Condition[]> {
  const held = await heldOfConnections(session, organizationId);
  return [...held].map(([id, waiting]) =>
    heldNotice({ id, name: connectionName(id) }, waiting, at),
  );
}

/** @param waiting How many there are; undefined for the first, which others follow at once. */
function heldNotice(
  { id, name }: NamedConnection,
  waiting: number | undefined,
  at: string,
): Condition {
  return {
    kind: 'changes.held',
    subjectId: id,
    threshold: at.slice(0, 10),
    facts: { connection: name, ...(waiting === undefined ? {} : { waiting: String(waiting) }) },
  };
}
