/** What the operator sees of the queue and of the local inbox, and what they can do about it. */
import { sql } from 'kysely';
import { type Core, Refusal, writeFor } from '../core.ts';
import { compileSql, EVERY_ORGANIZATION, type MailTable, type Session } from '../db/index.ts';
import { type Actor, recordChange } from '../events/index.ts';
import { requeue } from './mail-rows.ts';

export interface Mail {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: string;
  /** Address. */
  readonly to: string;
  readonly state: MailTable['state'];
  /** How it went; null before, or when it did not. */
  readonly way: MailTable['way'];
  readonly attempts: number;
  readonly queuedAt: string;
  /** Null unless it is queued. */
  readonly nextAt: string | null;
  readonly endedAt: string | null;
  readonly lastError: string | null;
  readonly subject: string | null;
}

/** With what it says: only of the local inbox, since what goes out by SMTP is kept nowhere. */
export interface ShownMail extends Mail {
  readonly text: string | null;
  readonly html: string | null;
}

export interface MailFilter {
  readonly organizationId?: string | undefined;
  readonly state?: MailTable['state'] | undefined;
  readonly limit: number;
}

/** The newest mails that pass the filter, newest first. */
export async function listMail(
  session: Session,
  { organizationId, state, limit }: MailFilter,
): Promise<Mail[]> {
  const conditions = [
    organizationId === undefined ? undefined : sql`organization_id = ${organizationId}`,
    state === undefined ? undefined : sql`state = ${state}`,
  ].filter((condition) => condition !== undefined);
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const query = sql`select * from mail where ${where} order by id desc limit ${sql.lit(limit)}`;
  const rows = await session.dynamic<MailTable>(
    compileSql(query, session.dialect),
    organizationId ?? EVERY_ORGANIZATION,
  );
  return rows.map(mailOf);
}

/** @throws Refusal `notFound`. */
export async function findMail(session: Session, id: string): Promise<ShownMail> {
  const query = sql`select * from mail where id = ${id} limit 1`;
  const [row] = await session.dynamic<MailTable>(
    compileSql(query, session.dialect),
    EVERY_ORGANIZATION,
  );
  if (row === undefined) throw new Refusal('notFound', `There is no mail ${id}.`);
  return { ...mailOf(row), text: row.plain_body, html: row.html_body };
}

/**
 * Puts a mail that was given up, refused or withdrawn back in the queue, or has one that waits tried at once.
 *
 * @throws Refusal `conflict` when it was sent.
 */
export async function retryMail(core: Core, id: string, actor: Actor): Promise<Mail> {
  const { organizationId } = await findMail(core.reader, id);
  const at = core.clock().toISOString();
  return writeFor(core, { organizationId }, async (session) => {
    const mail = await stateOf(session, organizationId, id);
    if (mail.state === 'sent') {
      throw new Refusal('conflict', 'This mail was sent; it is not sent again.');
    }
    await session.send(requeue, { organization: organizationId, id, at });
    await recordChange(
      session,
      { organizationId, actor, at },
      {
        type: 'mail.retried',
        subjectType: 'Mail',
        subjectId: id,
        data: { kind: mail.kind },
        detail: { to: mail.to, state: mail.state, error: mail.lastError },
      },
    );
    return { ...mail, state: 'queued', attempts: 0, queuedAt: at, nextAt: at, endedAt: null };
  });
}

/** A mail of the organisation, without what it says. @throws Refusal `notFound`. */
export async function mailById(
  session: Session,
  organizationId: string,
  id: string,
): Promise<Mail> {
  return stateOf(session, organizationId, id);
}

async function stateOf(session: Session, organizationId: string, id: string): Promise<Mail> {
  const query = sql`select * from mail where organization_id = ${organizationId} and id = ${id}`;
  const [row] = await session.dynamic<MailTable>(
    compileSql(query, session.dialect),
    organizationId,
  );
  if (row === undefined) throw new Refusal('notFound', `There is no mail ${id}.`);
  return mailOf(row);
}

function mailOf(row: MailTable): Mail {
  return {
    id: row.id,
    organizationId: row.organization_id,
    kind: row.kind,
    to: row.recipient,
    state: row.state,
    way: row.way,
    attempts: row.attempts,
    queuedAt: row.queued_at,
    nextAt: row.state === 'queued' ? row.next_at : null,
    endedAt: row.ended_at,
    lastError: row.last_error,
    subject: row.subject,
  };
}
