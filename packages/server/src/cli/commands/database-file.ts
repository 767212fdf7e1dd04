/** What backup and restore do with database files. */
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Refusal } from '../../core.ts';
import { codeOf, isUnfinishedCopy, refuseNewerSchema, SqliteSession } from '../../db/index.ts';
import { inspect } from './inspect.ts';

/** What SQLite may have beside a file: a log, its index, a journal. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** What a database file holds, for people. */
export interface Contents {
  readonly organizations: number;
  readonly users: number;
  /** When the newest change was recorded, RFC 3339; null if there is none. */
  readonly newestEventAt: string | null;
}

const CONTENTS = `select
  (select count(*) from organization) as organizations,
  (select coalesce(sum(total), 0) from collection where type = 'User') as users,
  (select max(e.at) from organization_sequence s
    join event e on e.organization_id = s.organization_id and e.seq = s.last_seq) as newestEventAt`;

/** Copies a database, also one that this connection writes to, into a file that only we can read. */
export async function copyInto(database: Database.Database, path: string): Promise<void> {
  removeFile(path);
  // Made before there is anything in it: nobody else ever may read it.
  closeSync(openSync(path, 'wx', 0o600));
  await database.backup(path);
  // One file without a log beside it.
  const copy = new Database(path);
  try {
    copy.pragma('journal_mode = delete');
  } finally {
    copy.close();
  }
}

/**
 * Reads a whole file and finds it good, or throws. What was found good is on the disk.
 *
 * @throws Refusal `refused` when it is damaged or not ours.
 */
export async function checkFile(path: string): Promise<Contents> {
  const contents = await contentsOf(path);
  const { integrity, counts } = await inspect(path);
  if (integrity !== 'ok') throw new Refusal('refused', `The copy is damaged: ${integrity}`);
  if (!counts.ok) throw new Refusal('refused', `The copy contradicts itself: ${counts.message}`);
  sync(path);
  return contents;
}

async function contentsOf(path: string): Promise<Contents> {
  const database = new Database(path, { readonly: true });
  try {
    refuseNewerSchema(database);
    if (await isUnfinishedCopy(new SqliteSession(database))) {
      throw new Refusal('refused', 'It is an unfinished copy of another database.');
    }
    const contents = database.prepare<[], Contents>(CONTENTS).get();
    if (contents === undefined) throw new Error('A query without an answer.');
    return contents;
  } finally {
    database.close();
  }
}

/** No room, no right, a broken disk: nothing is wrong with what was to be written. */
const WRITE_FAILURE = /^(?:SQLITE_(?:FULL|IOERR|READONLY|PERM)|E[A-Z]+$)/;

/** A failure to write a copy, in words; undefined for any other. */
export function writeFailure(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !WRITE_FAILURE.test(codeOf(error))) return undefined;
  return new Refusal('refused', `The copy could not be written: ${error.message}`);
}

export function removeFile(path: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(path + suffix, { force: true });
}

/** Makes a file, or the names in a directory, survive a loss of power. */
export function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
