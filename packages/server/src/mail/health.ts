import { sql } from 'kysely';
import { compileSql, EVERY_ORGANIZATION, type Session } from '../db/index.ts';

/** How long ago a mail that was given up still counts, milliseconds. */
const RECENT_MS = 86_400_000;

export interface MailHealth {
  /** Mails in the queue. */
  readonly waiting: number;
  /** How long the oldest of them has waited, seconds; 0 when none does. */
  readonly oldestSeconds: number;
  /** Mails that were given up or refused within a day. */
  readonly failed: number;
}

/** How the queue of all organisations does. */
export async function mailHealth(session: Session, now: Date): Promise<MailHealth> {
  const since = new Date(now.getTime() - RECENT_MS).toISOString();
  const facts = sql`select
    (select count(*) from mail where state = 'queued') as waiting,
    (select min(queued_at) from mail where state = 'queued') as oldest,
    (select count(*) from mail where state = 'failed' and ended_at >= ${since}) as failed`;
  const [row] = await session.dynamic<{
    waiting: number;
    oldest: string | null;
    failed: number;
  }>(compileSql(facts, session.dialect), EVERY_ORGANIZATION);
  const oldest = row?.oldest ?? null;
  return {
    waiting: Number(row?.waiting ?? 0),
    oldestSeconds: oldest === null ? 0 : Math.max(0, now.getTime() - Date.parse(oldest)) / 1000,
    failed: Number(row?.failed ?? 0),
  };
}
