/** Where everything is kept: a data directory of one process, or a PostgreSQL that nodes share. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityLog, openFileActivity, openSharedActivity } from './activity/index.ts';
import type { Config } from './config.ts';
import {
  openDatabase,
  openPostgres,
  type PostgresDatabase,
  refuseUnfinishedCopy,
  type SqliteDatabase,
  watchDatabase,
} from './db/index.ts';
import { lockDirectory } from './lock.ts';
import { RateLimit, shareRates } from './rates/index.ts';
import { Registry } from './registry/index.ts';
import { createPgScans, createScanPool, type ScanPool } from './resources/index.ts';

export interface Storage {
  readonly db: SqliteDatabase | PostgresDatabase;
  readonly registry: Registry;
  readonly scans: ScanPool;
  readonly activity: ActivityLog;
  readonly rates: RateLimit;
  /** Makes what was deleted unreadable in files, where that does not come by itself. */
  forget(): Promise<void>;
  /** Makes everything accepted durable and lets go of what was opened. */
  close(): Promise<void>;
}

/**
 * Opens a data directory, making it as needed, for this process alone.
 *
 * @param lockWaitMs How long to wait for another process to let go of it, milliseconds.
 * @throws LockedError when another process uses it.
 */
export async function openDirectory(
  { dataDir, burst }: Config,
  lockWaitMs: number,
): Promise<Storage> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const lock = lockDirectory(dataDir, lockWaitMs);
  try {
    const db = openDatabase(join(dataDir, 'rollcall.db'));
    const registry = await loadRegistry(db);
    const scans = createScanPool({ path: db.path });
    const activity = openFileActivity(join(dataDir, 'activity.db'));
    const rates = new RateLimit(burst);
    return {
      db,
      registry,
      scans,
      activity,
      rates,
      forget: () => db.forget(),
      async close() {
        await scans.close();
        await activity.close();
        await db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Connects to PostgreSQL, bringing its tables up to date.
 *
 * @param waitMs How long to wait for one that is not there yet, milliseconds.
 */
export async function openShared(
  config: Config,
  databaseUrl: string,
  waitMs: number,
): Promise<Storage> {
  const { migrationUrl } = config;
  const db = await openPostgres(databaseUrl, { migrationUrl, waitMs });
  const registry = await loadRegistry(db);
  const watch = await watchDatabase(db.connections, (id) => registry.refresh(id));
  const scans = createPgScans(db.connections);
  const activity = openSharedActivity(db.reader, db.connections);
  const rates = new RateLimit(config.burst);
  const sharing = shareRates(rates, db.reader);
  return {
    db,
    registry,
    scans,
    activity,
    rates,
    // Old versions of rows are the database's own to clean up: autovacuum does.
    forget: async () => {},
    async close() {
      await sharing.close();
      await watch.close();
      await scans.close();
      await activity.close();
      await db.close();
    },
  };
}

/** What every request needs to know; closes a database that cannot be served. */
async function loadRegistry(db: Storage['db']): Promise<Registry> {
  try {
    await refuseUnfinishedCopy(db.reader);
    return await Registry.load(db.reader);
  } catch (error) {
    await db.close();
    throw error;
  }
}
