import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { migrate } from './migrate.ts';
import { ReadSession } from './read-session.ts';
import { SqliteSession } from './sqlite-session.ts';
import { WriteLoop } from './write-loop.ts';

/** Large pages keep a folded copy and its key on one page; see docs/decisions. */
const PAGE_BYTES = 8192;
/** Page cache of the reading connection, KiB (negative for SQLite): point reads want it. */
const READ_CACHE_KIB = -32_768;
/** Page cache of the writing connection, KiB; more did not make inserts quicker. */
const WRITE_CACHE_KIB = -8_192;
/** How long to wait for another process that writes, such as a backup tool, milliseconds. */
const BUSY_MS = 5000;

/** Page cache of a connection that copies a whole database, KiB: indexes are written all over. */
const COPY_CACHE_KIB = -65_536;

/** A scan reads for seconds, and until it is done the log cannot be emptied. */
const FORGET_ATTEMPTS = 100;
const FORGET_PAUSE_MS = 100;

/** The open database: one connection that writes, one that reads. Readers never wait for the writer. */
export interface SqliteDatabase {
  readonly kind: 'sqlite';
  readonly path: string;
  readonly reader: ReadSession;
  readonly writer: WriteLoop;
  /** The writing connection, for backup and maintenance alone. */
  readonly main: Database.Database;
  /** Folds the log of changes into the file: what was deleted or replaced is in neither any more. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the database file, making and migrating it as needed. The caller holds the lock of the data
 * directory. Durable: write-ahead log with `synchronous = FULL`.
 */
export function openDatabase(path: string): SqliteDatabase {
  const main = connect(path);
  migrate(main);
  const readerConnection = new Database(path, { readonly: true });
  readerConnection.pragma(`cache_size = ${READ_CACHE_KIB}`);
  readerConnection.pragma(`busy_timeout = ${BUSY_MS}`);
  readerConnection.pragma('query_only = on');
  const reader = new ReadSession(readerConnection);
  const writer = new WriteLoop(new SqliteSession(main), reader.renew);
  return {
    kind: 'sqlite',
    path,
    reader,
    writer,
    main,
    async forget() {
      for (let attempt = 1; attempt <= FORGET_ATTEMPTS; attempt++) {
        reader.renew();
        if (emptyLog(main)) return;
        await sleep(FORGET_PAUSE_MS);
      }
    },
    async close() {
      await writer.close();
      reader.renew();
      readerConnection.close();
      main.pragma('wal_checkpoint(truncate)');
      main.close();
    },
  };
}

/** Without waiting for readers, which would hold up everybody. Returns whether there were none. */
function emptyLog(main: Database.Database): boolean {
  main.pragma('busy_timeout = 0');
  try {
    return main.pragma('wal_checkpoint(truncate)', { simple: true }) === 0;
  } finally {
    main.pragma(`busy_timeout = ${BUSY_MS}`);
  }
}

/**
 * One connection to a database file, made and migrated as needed, to copy all of it. Faster than
 * durable: a loss of power may take back the last transactions, each as a whole.
 */
export function connectFile(path: string): Database.Database {
  const database = connect(path);
  try {
    migrate(database);
    database.pragma('synchronous = normal');
    database.pragma(`cache_size = ${COPY_CACHE_KIB}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function connect(path: string): Database.Database {
  const fresh = !existsSync(path);
  const database = new Database(path);
  if (fresh) database.pragma(`page_size = ${PAGE_BYTES}`);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = full');
  database.pragma(`busy_timeout = ${BUSY_MS}`);
  database.pragma(`cache_size = ${WRITE_CACHE_KIB}`);
  database.pragma('foreign_keys = on');
  // What is deleted is not left in pages that nobody uses: people have a right to be forgotten.
  database.pragma('secure_delete = on');
  // Pages that a savepoint may have to restore; in files they took a seventh of a write.
  database.pragma('temp_store = memory');
  // The log is folded into the file after this many pages: larger means fewer, longer pauses.
  database.pragma('wal_autocheckpoint = 2000');
  return database;
}
