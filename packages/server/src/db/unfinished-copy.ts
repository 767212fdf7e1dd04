/**
 * The mark of a database that `rollcall copy` has begun to fill: a table that is there until the copy
 * is whole. Nothing but the copy may work on such a database.
 */
import { sql } from 'kysely';
import { rawQuery } from './query.ts';
import { type Session, UnavailableError } from './session.ts';

const selectMark = rawQuery<Record<never, never>>()(
  (_, { hasTable }) =>
    sql<{ marked: number | boolean }>`select ${hasTable('unfinished_copy')} as marked`,
);

export async function isUnfinishedCopy(session: Session): Promise<boolean> {
  return Boolean((await session.first(selectMark, {}))?.marked);
}

/** @throws UnavailableError saying what to do. */
export async function refuseUnfinishedCopy(session: Session): Promise<void> {
  if (!(await isUnfinishedCopy(session))) return;
  throw new UnavailableError(
    'This database is an unfinished copy, so nothing can work on it yet. Run the same `rollcall copy` ' +
      'again: it goes on where it was. To do without it, drop the database and create it again, or remove ' +
      'the data directory.',
  );
}
