import { sql } from 'kysely';
import type { What } from '../brake/index.ts';
import { requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';

/** How much of one kind waits for a decision. */
export interface HeldSum {
  readonly connectionId: string;
  readonly what: What;
  readonly changes: number;
  /** Users or memberships that would be taken away. */
  readonly amount: number;
  /** Since when, RFC 3339. */
  readonly since: string;
}

// The state is written into the text, so that the partial index knows it.
const selectSums = rawQuery<{ organization: string }>()(
  (p) => sql<HeldSum>`
    select connection_id as "connectionId", what, cast(count(*) as bigint) as changes,
      cast(sum(amount) as bigint) as amount, min(first_seen_at) as since
    from held_change where organization_id = ${p('organization')} and state = 'held'
    group by connection_id, what order by connection_id, what`,
);

/** What every connection holds, in numbers. */
export async function heldSummary(session: Session, organizationId: string): Promise<HeldSum[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectSums, { organization });
  return rows.map((row) => ({ ...row, changes: Number(row.changes), amount: Number(row.amount) }));
}
