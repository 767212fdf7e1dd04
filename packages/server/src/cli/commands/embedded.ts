import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import type { SqliteDatabase } from '../../db/index.ts';

/** For commands that look into the file. @throws Refusal `refused` on PostgreSQL. */
export function embedded({ db }: App): SqliteDatabase {
  if (db.kind === 'sqlite') return db;
  throw new Refusal(
    'refused',
    'This command is for the embedded database. PostgreSQL has tools of its own, such as pg_dump.',
  );
}
