/** Events for whoever follows them: in the order of their numbers, which have no gaps. */
import { query, type Session } from '../db/index.ts';

/** Events in a page at most. */
export const EVENTS_PAGE_MAX = 1000;

/** A change, thin: ids rather than personal data. */
export interface Event {
  /** Counts up by one with every change of the organisation. */
  readonly number: number;
  readonly type: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly at: string;
  /** `token:<id>`, `operator:<id>`, `cli:<login>`, `system:<job>`. */
  readonly actor: string;
  readonly connectionId: string | null;
  readonly requestId: string | null;
  readonly data: unknown;
}

const selectPage = query<{ organization: string; after: number; limit: number }>()((db, p) =>
  db
    .selectFrom('event')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('seq', '>', p('after'))
    .orderBy('seq')
    .limit(p('limit')),
);

/**
 * @param after Number of the last event that was read; 0 for the first page.
 * @param limit 1 to {@link EVENTS_PAGE_MAX}.
 */
export async function readEvents(
  session: Session,
  organization: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Event[]> {
  const rows = await session.all(selectPage, { organization, after, limit });
  return rows.map((row) => ({
    number: row.seq,
    type: row.type,
    subject: { type: row.subject_type, id: row.subject_id },
    at: row.at,
    actor: row.actor,
    connectionId: row.connection_id,
    requestId: row.request_id,
    data: JSON.parse(row.data) as unknown,
  }));
}
