import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import Database from 'better-sqlite3';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import { embedded } from './embedded.ts';
import { inspect } from './inspect.ts';

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
    await embedded(app).main.backup(partial);
    chmodSync(partial, 0o600);
    const { integrity } = await inspect(partial);
    if (integrity !== 'ok') throw new Refusal('refused', `The copy is damaged: ${integrity}`);
    const organizations = finish(partial);
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

/** Makes the copy one file, without a log beside it; returns how many organisations it has. */
function finish(path: string): number {
  const copy = new Database(path);
  try {
    copy.pragma('journal_mode = delete');
    const row = copy
      .prepare<[], { organizations: number }>('select count(*) as organizations from organization')
      .get();
    return row?.organizations ?? 0;
  } finally {
    copy.close();
  }
}
