/**
 * A worker thread that scans: it has its own connection, so nothing that it does keeps the point
 * reads of the main thread waiting.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { SqliteSession } from '../../db/index.ts';
import type { ScanAnswer, ScanRequest, ScanWorkerData } from './messages.ts';
import { LateError, scan } from './scan.ts';

/** Page cache of the connection, KiB (negative for SQLite): a scan passes every page once. */
const CACHE_KIB = -2_048;
/** How long to wait for another process that holds the file, milliseconds. */
const BUSY_MS = 5000;

const { path } = workerData as ScanWorkerData;
const database = new Database(path, { readonly: true });
database.pragma(`cache_size = ${CACHE_KIB}`);
database.pragma(`busy_timeout = ${BUSY_MS}`);
const session = new SqliteSession(database);

function answer({ number, job }: ScanRequest): ScanAnswer {
  database.exec('begin');
  try {
    return { number, kind: 'done', result: scan(session, job) };
  } catch (error) {
    if (error instanceof LateError) return { number, kind: 'late', share: error.share };
    return { number, kind: 'failed', message: String(error) };
  } finally {
    database.exec('rollback');
  }
}

parentPort?.on('message', (request: ScanRequest | 'close') => {
  if (request === 'close') {
    database.close();
    parentPort?.close();
  } else {
    parentPort?.postMessage(answer(request));
  }
});
