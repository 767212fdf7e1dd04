/** The one place that wires the parts. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityLog, createActivityLog } from './activity/index.ts';
import type { Config } from './config.ts';
import type { Clock, Core } from './core.ts';
import {
  openDatabase,
  openPostgres,
  type PostgresDatabase,
  type SqliteDatabase,
  watchRegistry,
} from './db/index.ts';
import { lockDirectory } from './lock.ts';
import { Registry } from './registry/index.ts';
import { createPgScans, createScanPool, type ScanPool } from './resources/index.ts';
import { TokenUse } from './tokens/index.ts';

export interface App extends Core {
  readonly config: Config;
  readonly db: SqliteDatabase | PostgresDatabase;
  readonly registry: Registry;
  readonly scans: ScanPool;
  readonly activity: ActivityLog;
  readonly tokenUse: TokenUse;
  /** Makes everything accepted durable and lets go of the data directory. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly clock?: Clock;
  /** How long to wait for another process to let go of the data directory, milliseconds. */
  readonly lockWaitMs?: number;
  /** A PostgreSQL to keep everything in but the activity log; else a file of the data directory. */
  readonly databaseUrl?: string;
}

/**
 * Opens a data directory, making it as needed, for this process alone.
 *
 * @throws LockedError when another process uses it.
 */
export async function openApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { clock = () => new Date(), lockWaitMs = 0, databaseUrl } = options;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  chmodSync(config.dataDir, 0o700);
  const lock = lockDirectory(config.dataDir, lockWaitMs);
  try {
    const db =
      databaseUrl === undefined
        ? openDatabase(join(config.dataDir, 'rollcall.db'))
        : await openPostgres(databaseUrl);
    const registry = await Registry.load(db.reader);
    const watch =
      db.kind === 'sqlite'
        ? undefined
        : await watchRegistry(db.url, db.pool, (id) => {
            // A database that is away is asked again in a second.
            registry.refresh(id).catch(() => {});
          });
    const scans = db.kind === 'sqlite' ? createScanPool({ path: db.path }) : createPgScans(db.pool);
    const activity = createActivityLog({ path: join(config.dataDir, 'activity.db') });
    return {
      config,
      clock,
      db,
      reader: db.reader,
      writer: db.writer,
      registry,
      scans,
      activity,
      tokenUse: new TokenUse(db.writer),
      async close() {
        await watch?.close();
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
