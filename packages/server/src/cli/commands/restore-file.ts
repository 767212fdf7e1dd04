import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Refusal } from '../../core.ts';
import { codeOf, isUnfinishedCopy, SqliteSession } from '../../db/index.ts';
import { lockForCommand } from '../../lock.ts';
import {
  COMPANIONS,
  type Contents,
  checkFile,
  copyInto,
  removeFile,
  sync,
  writeFailure,
} from './database-file.ts';

/** Names of databases that were replaced. */
const KEPT = /^rollcall-\d{4}-[\dTZ-]+\.db$/;
/** What SQLite says of a file that is no good. */
const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB)/;
/** What file systems without second names say. */
const NO_LINKS: ReadonlySet<string> = new Set([
  'EXDEV',
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
]);

export interface RestoreResult extends Contents {
  readonly restored: string;
  readonly data: string;
  /** Where the database is that was there before; null if there was none with data. */
  readonly kept: string | null;
}

export interface RestoreOptions {
  readonly isReplacing: boolean;
  /** Names the database that is replaced. */
  readonly now: Date;
}

/**
 * Puts a checked copy of a file in the place of the database of a data directory. Killed at any moment
 * it leaves the old database or the new one, whole.
 *
 * @param file Absolute.
 * @throws LockedError while a server runs; Refusal when the file is no good or data would be replaced.
 */
export async function restoreFile(
  dataDir: string,
  file: string,
  { isReplacing, now }: RestoreOptions,
): Promise<RestoreResult> {
  if (!existsSync(file)) throw new Refusal('notFound', `There is no file ${file}.`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const lock = lockForCommand(dataDir);
  try {
    const path = join(dataDir, 'rollcall.db');
    const hasData = await holdsData(path);
    if (hasData && !isReplacing) {
      throw new Refusal(
        'conflict',
        `There is data in ${dataDir} already. To put ${file} in its place, add --replace; what is there ` +
          'now is kept beside it.',
      );
    }
    const incoming = `${path}.restoring`;
    const contents = await prepare(file, incoming);
    try {
      foldLog(path);
      const kept = hasData ? keep(path, dataDir, now) : null;
      // A log that is left of the old database would be taken for one of the new.
      for (const suffix of COMPANIONS) rmSync(path + suffix, { force: true });
      renameSync(incoming, path);
      sync(dataDir);
      return { restored: file, data: dataDir, ...contents, kept };
    } catch (error) {
      removeFile(incoming);
      throw error;
    }
  } finally {
    lock.release();
  }
}

/** A good copy of the file, on the disk. */
async function prepare(file: string, incoming: string): Promise<Contents> {
  try {
    const backup = new Database(file, { readonly: true, fileMustExist: true });
    try {
      await copyInto(backup, incoming);
    } finally {
      backup.close();
    }
    return await checkFile(incoming);
  } catch (error) {
    removeFile(incoming);
    if (error instanceof Refusal) throw error;
    const written = writeFailure(error);
    if (written !== undefined) throw written;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal('refused', `${file} is no database of Rollcall that can be used: ${reason}`);
  }
}

/** Whether there is anything to lose. A file that cannot be read may be worth something to somebody. */
async function holdsData(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const database = new Database(path);
  try {
    const tables = database.prepare('select 1 from sqlite_schema limit 1').get();
    if (tables === undefined) return false;
    if (await isUnfinishedCopy(new SqliteSession(database))) return true;
    return database.prepare('select 1 from organization limit 1').get() !== undefined;
  } catch {
    return true;
  } finally {
    database.close();
  }
}

/** Gives the old database a second name; it has its own until the new one takes it. */
function keep(path: string, dataDir: string, now: Date): string {
  forgetKept(path, dataDir);
  const kept = join(dataDir, `rollcall-${now.toISOString().replace(/[:.]/g, '-')}.db`);
  if (existsSync(kept)) throw new Refusal('conflict', `${kept} exists already.`);
  try {
    // What could not be folded in stays with it, for whoever wants to repair it.
    for (const suffix of ['', ...COMPANIONS]) {
      if (existsSync(path + suffix)) linkOrCopy(path + suffix, kept + suffix);
    }
    sync(dataDir);
    return kept;
  } catch (error) {
    removeFile(kept);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal('refused', `The old database could not be kept, so it stays: ${reason}`);
  }
}

/**
 * A restore that was killed may have left a second name of a database that was never replaced. Servers
 * have written to it since, so it is nothing that was kept.
 */
function forgetKept(path: string, dataDir: string): void {
  const { dev, ino } = statSync(path);
  for (const name of readdirSync(dataDir)) {
    if (!KEPT.test(name)) continue;
    const kept = join(dataDir, name);
    const found = statSync(kept);
    if (found.ino === ino && found.dev === dev) removeFile(kept);
  }
}

/** Makes the database one file. One that is damaged stays as it is: that may be why it is replaced. */
function foldLog(path: string): void {
  if (!existsSync(path)) return;
  try {
    const database = new Database(path);
    try {
      database.pragma('journal_mode = delete');
    } finally {
      database.close();
    }
  } catch (error) {
    if (DAMAGED.test(codeOf(error))) return;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal('refused', `The old database cannot be closed, so it stays: ${reason}`);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    sync(to);
  }
  chmodSync(to, 0o600);
}
