import { existsSync, renameSync, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import { type Contents, checkFile, copyInto, removeFile, sync } from './database-file.ts';
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
  if (existsSync(file)) throw new Refusal('conflict', `${file} exists already; it is not touched.`);
  const partial = `${file}.partial`;
  const { main } = embedded(app);
  try {
    await copyInto(main, partial);
    const contents = await checkFile(partial);
    renameSync(partial, file);
    sync(dirname(file));
    return { file, bytes: statSync(file).size, ...contents };
  } catch (error) {
    removeFile(partial);
    if (error instanceof Error && 'code' in error && !(error instanceof Refusal)) {
      throw new Refusal('invalid', `The copy could not be written: ${error.message}`);
    }
    throw error;
  }
}
