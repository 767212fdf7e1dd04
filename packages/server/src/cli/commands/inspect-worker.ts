/** The thread of {@link inspect}: reads a whole database file. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { SqliteSession } from '../../db/index.ts';
import { organizationIds } from '../../registry/index.ts';
import { collectionsAgree } from './doctor-collections.ts';
import type { Inspection } from './inspect.ts';

const { path } = workerData as { readonly path: string };
const database = new Database(path, { readonly: true });
try {
  const session = new SqliteSession(database);
  const inspection: Inspection = {
    integrity: String(database.pragma('integrity_check', { simple: true })),
    counts: await collectionsAgree(session, await organizationIds(session)),
  };
  parentPort?.postMessage(inspection);
} finally {
  database.close();
}
