import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { Refusal } from '../core.ts';
import { type CopiedTableName, connectFile, SqliteSession } from '../db/index.ts';
import { type DirectoryLock, LockedError, lockDirectory } from '../lock.ts';
import { columnsOf } from './columns.ts';
import type { Place } from './place.ts';
import type { Column, Row, Side } from './side.ts';

/** How long a command that is ending may still hold the directory, milliseconds. */
const LOCK_WAIT_MS = 2000;
/** Page cache of a source, which is read once from its beginning to its end, KiB (negative for SQLite). */
const SOURCE_CACHE_KIB = -8192;
const FILE = 'rollcall.db';

/**
 * Opens the database of a data directory for this process alone.
 *
 * @param role A target is made if it is not there.
 * @throws LockedError when a server or another command uses it.
 */
export function openSqliteSide(
  { path }: Extract<Place, { kind: 'sqlite' }>,
  role: 'source' | 'target',
): Side {
  if (role === 'source' && !existsSync(join(path, FILE))) {
    throw new Refusal('notFound', `There is no database in ${path}.`);
  }
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const lock = lockFor(path, role);
  try {
    const database = connectFile(join(path, FILE));
    if (role === 'source') database.pragma(`cache_size = ${SOURCE_CACHE_KIB}`);
    return sideOf(path, database, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockFor(path: string, role: 'source' | 'target'): DirectoryLock {
  try {
    return lockDirectory(path, LOCK_WAIT_MS);
  } catch (cause) {
    if (!(cause instanceof LockedError)) throw cause;
    const why = role === 'source' ? 'must not change while it is copied' : 'is filled by the copy';
    throw new LockedError(`A server or another command uses ${path}. Stop it first: it ${why}.`, {
      cause,
    });
  }
}

function sideOf(path: string, database: Database.Database, lock: DirectoryLock): Side {
  const session = new SqliteSession(database);
  const inserts = new Map<CopiedTableName, Database.Statement>();
  const insertInto = (table: CopiedTableName, columns: readonly Column[]) => {
    const known = inserts.get(table);
    if (known !== undefined) return known;
    const statement = database.prepare(insertText(table, columns));
    inserts.set(table, statement);
    return statement;
  };
  return {
    name: path,
    session,
    columns: (table) => columnsOf(session, table),
    begin: (mode) => database.exec(mode === 'write' ? 'begin immediate' : 'begin'),
    enter: () => {},
    commit: () => database.exec('commit'),
    execute: ({ sql, parameters }) => database.prepare(sql).run(...parameters),
    insert(table, columns, rows) {
      const statement = insertInto(table, columns);
      for (const row of rows) statement.run(valuesOf(columns, row));
    },
    settle: () => database.pragma('synchronous = full'),
    async close() {
      if (database.inTransaction) database.exec('rollback');
      database.pragma('wal_checkpoint(truncate)');
      database.close();
      lock.release();
    },
  };
}

function insertText(table: CopiedTableName, columns: readonly Column[]): string {
  const names = columns.map(({ name }) => `"${name}"`);
  const values = columns.map(({ kind }) => (kind === 'document' ? 'jsonb(?)' : '?'));
  return `insert into "${table}" (${names.join(', ')}) values (${values.join(', ')})`;
}

function valuesOf(columns: readonly Column[], row: Row): Row[string][] {
  return columns.map(({ name }) => row[name] ?? null);
}
