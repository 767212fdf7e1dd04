import { sql } from 'kysely';
import type { HeldRow, What } from '../brake/index.ts';
import { requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';
import { nextAfter } from '../next-page.ts';

export const HELD_STATES = ['held', 'released', 'discarded', 'done'] as const;

/** A removal that the brake held. */
export interface HeldChange {
  readonly id: string;
  readonly connectionId: string;
  readonly what: What;
  readonly resourceType: string;
  readonly resourceId: string;
  /** What people call the user or group; null when it is gone. */
  readonly displayName: string | null;
  /** Users or memberships that one attempt would have taken away. */
  readonly amount: number;
  readonly tries: number;
  readonly state: HeldRow['state'];
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
}

export interface HeldPage {
  /** Undefined lists those of every connection. */
  readonly connectionId?: string | undefined;
  readonly state: HeldRow['state'];
  /** Id of the last of the page before; empty for the first page. */
  readonly after: string;
  readonly limit: number;
}

interface Asked extends Omit<HeldPage, 'connectionId'> {
  readonly organization: string;
  readonly connection: string;
}

const selectPage = rawQuery<Asked>()(
  (p) => sql<HeldRow & { display_name: string | null }>`
    select h.*, (select r.display_name from resource r
      where r.organization_id = h.organization_id and r.id = h.resource_id) as display_name
    from held_change h
    where h.organization_id = ${p('organization')} and h.state = ${p('state')}
      and (${p('connection')} = '' or h.connection_id = ${p('connection')}) and h.id > ${p('after')}
    order by h.id limit ${p('limit')}`,
);

/** In the order in which they were first held. */
export async function listHeld(
  session: Session,
  organizationId: string,
  { connectionId = '', ...page }: HeldPage,
): Promise<{ readonly changes: readonly HeldChange[]; readonly next: string | null }> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectPage, { ...page, organization, connection: connectionId });
  const changes = rows.map((row) => ({
    id: row.id,
    connectionId: row.connection_id,
    what: row.what,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    displayName: row.display_name,
    amount: row.amount,
    tries: row.tries,
    state: row.state,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  }));
  return { changes, next: nextAfter(changes, page.limit) };
}
