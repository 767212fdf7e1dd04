import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import Database from 'better-sqlite3';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';

export interface BackupResult {
  readonly file: string;
  readonly bytes: number;
  readonly organizations: number;
}

/**
 * Copies the database while it is written to. The copy gets its name only once it was checked, so a
 * file of that name is always a good one.
 *
 * @param file Absolute; must not exist.
 */
export async function backup(app: App, file: string): Promise<BackupResult> {
  if (!isAbsolute(file)) throw new Refusal('invalid', `${file} has to be an absolute path.`);
  if (existsSync(file)) throw new Refusal('conflict', `${file} exists already; it is not touched.`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    await app.db.main.backup(partial);
    chmodSync(partial, 0o600);
    const organizations = check(partial);
    renameSync(partial, file);
    return { file, bytes: statSync(file).size, organizations };
  } catch (error) {
    rmSync(partial, { force: true });
    if (error instanceof Error && 'code' in error) {
      throw new Refusal('invalid', `The copy could not be written: ${error.message}`);
    }
    throw error;
  }
}

function check(path: string): number {
  const copy = new Database(path);
  try {
    const verdict = copy.pragma('integrity_check', { simple: true });
    if (verdict !== 'ok') throw new Refusal('refused', `The copy is damaged: ${verdict}`);
    // One file, without a log beside it.
    copy.pragma('journal_mode = delete');
    const row = copy
      .prepare<[], { organizations: number }>('select count(*) as organizations from organization')
      .get();
    return row?.organizations ?? 0;
  } finally {
    copy.close();
  }
}
