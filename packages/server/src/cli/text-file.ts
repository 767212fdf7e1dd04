import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { Refusal } from '../core.ts';
import { codeOf } from '../db/index.ts';

/** Largest file that a command takes, bytes. */
const FILE_BYTES = 1024 * 1024;

/** @throws Refusal `invalid` when it cannot be read, or is too large. */
export function readTextFile(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    if (fstatSync(file).size > FILE_BYTES) {
      throw new Refusal('invalid', `${path} is larger than ${FILE_BYTES} bytes.`);
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', `${path} cannot be read (${codeOf(error)}).`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
