/** Where keys come from: the settings, or a file beside the embedded database. */

import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { KEY_BYTES } from './seal.ts';

/** Beside the embedded database. It is in no backup, so that a backup alone opens nothing. */
export const KEY_FILE = 'secret.key';
/** 32 bytes in base64url have 43 characters. */
const KEY = /^[\w-]{43}=?$/;

/**
 * Reads keys with commas or lines between.
 *
 * @returns Undefined when it is none, or one of them is no key.
 */
export function parseKeys(text: string): readonly Buffer[] | undefined {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const keys = parts.map((part) => (KEY.test(part) ? Buffer.from(part, 'base64url') : undefined));
  if (keys.length === 0) return undefined;
  return keys.every((key) => key?.length === KEY_BYTES) ? (keys as Buffer[]) : undefined;
}

/** The keys of a file; undefined when there is none. @throws Error when it holds something else. */
export function readKeys(path: string): readonly Buffer[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'ENOENT') return undefined;
    throw error;
  }
  const keys = parseKeys(text);
  if (keys !== undefined) return keys;
  throw new Error(
    `${path} has to hold keys of ${KEY_BYTES} bytes in base64url, one a line, and holds something else.`,
  );
}

/** Makes a key in a new file that only its owner reads. It is on the disk when this returns. */
export function makeKey(path: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${key.toString('base64url')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
  return key;
}
