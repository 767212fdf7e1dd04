/** Events for whoever follows them: in the order of their numbers, which have no gaps. */
import { type EventTable, query, type Session } from '../db/index.ts';

/** Events in a page at most. */
export const EVENTS_PAGE_MAX = 1000;

/** A change, thin: ids rather than personal data. */
export interface Event {
  /** Counts up by one with every change of the organisation. */
  readonly number: number;
  readonly type: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly at: string;
  /** `token:<id>`, `member:<id>`, `operator:<id>`, `cli:<login>`, `system:<job>`. */
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

const selectHead = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('organization_sequence')
    .select('last_seq')
    .where('organization_id', '=', p('organization')),
);

/**
 * @param after Number of the last event that was read; 0 for the first page.
 * @param limit 1 to {@link EVENTS_PAGE_MAX}.
 * @returns The events; and how many before them are kept no more, where some of those are wanted.
 */
export async function readEvents(
  session: Session,
  organization: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ readonly events: Event[]; readonly gone: number | undefined }> {
  // First, since an event that comes between the two is no gap.
  const last = await numberOfLast(session, organization);
  const rows = await session.all(selectPage, { organization, after, limit });
  const events = rows.map(eventOf);
  const first = events[0]?.number ?? last + 1;
  return { events, gone: first > after + 1 ? first - 1 : undefined };
}

/** The number of an organisation's last event; 0 before the first. */
export async function numberOfLast(session: Session, organization: string): Promise<number> {
  return (await session.first(selectHead, { organization }))?.last_seq ?? 0;
}

function eventOf(row: EventTable): Event {
  return {
    number: row.seq,
    type: row.type,
    subject: { type: row.subject_type, id: row.subject_id },
    at: row.at,
    actor: row.actor,
    connectionId: row.connection_id,
    requestId: row.request_id,
    data: JSON.parse(row.data) as unknown,
  };
}
