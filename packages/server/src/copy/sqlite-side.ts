import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { Refusal } from '../core.ts';
import { type CopiedTableName, connectFile, SqliteSession } from '../db/index.ts';
import { type DirectoryLock, lockForCommand } from '../lock.ts';
import { columnsOf } from './columns.ts';
import type { Place } from './place.ts';
import type { Column, Row, Side } from './side.ts';

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
  if (role === 'target') chmodSync(path, 0o700);
  const lock = lockForCommand(
    path,
    role === 'source' ? 'it must not change while it is copied' : 'it is filled by the copy',
  );
  try {
    const file = join(path, FILE);
    const database = connectFile(file);
    if (role === 'source') database.pragma(`cache_size = ${SOURCE_CACHE_KIB}`);
    else for (const name of filesOf(file)) chmodSync(name, 0o600);
    return sideOf(path, database, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The database and what SQLite has beside it. */
function filesOf(file: string): string[] {
  return ['', '-wal', '-shm'].map((suffix) => file + suffix).filter((name) => existsSync(name));
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
    clear(tables, organizationId) {
      for (const table of tables) {
        database.prepare(`delete from "${table}" where organization_id = ?`).run(organizationId);
      }
    },
    // The lock of the directory keeps them away.
    hasServers: () => false,
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
