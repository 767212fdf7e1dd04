/** Statements about the queue. `next_at` moves on when an attempt begins, so none is made twice at once. */
import { type RawBuilder, sql } from 'kysely';
import {
  compileSql,
  EVERY_ORGANIZATION,
  type MailTable,
  query,
  type Session,
} from '../db/index.ts';
import type { DueMail } from './kinds.ts';

interface Key {
  readonly organization: string;
  readonly id: string;
}

// The state is written into the text, so that partial indexes know it.
const QUEUED = sql.lit('queued' as const);

const selectDue = query<{ organization: string; now: string; limit: number }>()((db, p) =>
  db
    .selectFrom('mail')
    .select(['organization_id', 'id', 'kind', 'recipient', 'about', 'attempts', 'queued_at'])
    .where('organization_id', '=', p('organization'))
    .where('state', '=', QUEUED)
    .where('next_at', '<=', p('now'))
    .orderBy('next_at')
    .orderBy('id')
    .limit(p('limit')),
);

/** Begins an attempt. No row when another node began one, or when it is queued no more. */
export const beginAttempt = query<Key & { attempts: number; next: string }>()((db, p) =>
  db
    .updateTable('mail')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), next_at: p('next') }))
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .where('state', '=', QUEUED)
    .where('attempts', '=', p('attempts')),
);

/** Ends it one way or the other. */
export const endMail = query<
  Key & {
    state: MailTable['state'];
    at: string;
    error: string | null;
    way: MailTable['way'];
    subject: string | null;
    plainBody: string | null;
    htmlBody: string | null;
  }
>()((db, p) =>
  db
    .updateTable('mail')
    .set({
      state: p('state'),
      ended_at: p('at'),
      last_error: p('error'),
      way: p('way'),
      subject: p('subject'),
      plain_body: p('plainBody'),
      html_body: p('htmlBody'),
    })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .where('state', '=', QUEUED),
);

/** Says why an attempt failed; the next one comes by itself. */
export const noteError = query<Key & { error: string }>()((db, p) =>
  db
    .updateTable('mail')
    .set({ last_error: p('error') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .where('state', '=', QUEUED),
);

/** Queues it anew, from the beginning. */
export const requeue = query<Key & { at: string }>()((db, p) =>
  db
    .updateTable('mail')
    .set({ state: 'queued', attempts: 0, queued_at: p('at'), next_at: p('at'), ended_at: null })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

export const selectName = query<{ id: string }>()((db, p) =>
  db.selectFrom('organization').select('name').where('id', '=', p('id')),
);

/** Mails of an organisation that are due, in the order of that time. @param now RFC 3339. */
export async function dueMails(
  session: Session,
  organization: string,
  now: string,
  limit: number,
): Promise<DueMail[]> {
  const rows = await session.all(selectDue, { organization, now, limit });
  return rows.map((row) => ({
    organizationId: row.organization_id,
    id: row.id,
    kind: row.kind,
    to: row.recipient,
    about: JSON.parse(row.about),
    attempts: row.attempts,
    queuedAt: row.queued_at,
  }));
}

/** Mails that a job looks for: those of a partial index that begins with the organisation. */
const WAITING = sql`state = 'queued'`;
const ENDED = sql`ended_at is not null`;

/**
 * Organisations that have mail that is due.
 *
 * @param after Only those with a greater id. @param now RFC 3339.
 */
export function dueOrganizations(
  session: Session,
  now: string,
  after: string,
  limit: number,
): Promise<string[]> {
  return organizationsWith(session, WAITING, sql`next_at <= ${now}`, after, limit);
}

/** Organisations that have mail that ended before. @param before RFC 3339. */
export function organizationsWithOldMail(session: Session, before: string): Promise<string[]> {
  return organizationsWith(session, ENDED, sql`ended_at < ${before}`, '', undefined);
}

/** One step through the index for each organisation that is in it, not one for each mail. */
async function organizationsWith(
  session: Session,
  indexed: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
  after: string,
  limit: number | undefined,
): Promise<string[]> {
  const next = (than: unknown) =>
    sql`(select min(organization_id) from mail where ${indexed} and organization_id > ${than})`;
  const owners = sql`with recursive owner (id) as (
      select ${next(session.dialect.toText(after))}
      union all
      select ${next(sql`owner.id`)} from owner where owner.id is not null)
    select id from owner where id is not null and exists (
      select 1 from mail where organization_id = owner.id and ${indexed} and ${condition})
    ${limit === undefined ? sql`` : sql`limit ${sql.lit(limit)}`}`;
  const rows = await session.dynamic<{ id: string }>(
    compileSql(owners, session.dialect),
    EVERY_ORGANIZATION,
  );
  return rows.map(({ id }) => id);
}
