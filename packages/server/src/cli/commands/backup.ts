import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import {
  type Contents,
  checkFile,
  copyInto,
  removeFile,
  sync,
  writeFailure,
} from './database-file.ts';
import { embedded } from './embedded.ts';

export interface BackupResult extends Contents {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Copies the database while it is written to. The copy gets its name only once it was checked and is on
 * the disk, so a file of that name is always a good one.
 *
 * @param file Absolute; must not exist.
 */
export async function backup(app: App, file: string): Promise<BackupResult> {
  if (!isAbsolute(file)) throw new Refusal('invalid', `${file} has to be an absolute path.`);
  if (existsSync(file)) throw taken(file);
  // A name of its own: another backup may be under way, also from another directory.
  const partial = `${file}.${randomBytes(4).toString('hex')}.partial`;
  const { main } = embedded(app);
  try {
    await copyInto(main, partial);
    const contents = await checkFile(partial);
    giveName(partial, file);
    sync(dirname(file));
    return { file, bytes: statSync(file).size, ...contents };
  } catch (error) {
    removeFile(partial);
    if (error instanceof Refusal) throw error;
    throw writeFailure(error) ?? error;
  }
}

/** Also if another backup has taken the name meanwhile, nothing is written over. */
function giveName(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch {
    if (existsSync(file)) throw taken(file);
    // Some file systems have no second names.
    renameSync(partial, file);
    return;
  }
  rmSync(partial);
}

function taken(file: string): Refusal {
  return new Refusal('conflict', `${file} exists already; it is not touched.`);
}
