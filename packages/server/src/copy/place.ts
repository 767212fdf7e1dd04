/** What `--from` and `--to` name: a data directory, or a PostgreSQL. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal } from '../core.ts';
import { parseDatabaseUrl } from '../db/index.ts';

export type Place =
  | { readonly kind: 'sqlite'; readonly path: string; readonly name: string }
  | {
      readonly kind: 'postgres';
      /** Has a password: never printed. */
      readonly url: string;
      readonly name: string;
    };

/** A scheme of two letters or more: one letter and a colon is a drive. */
const URL_LIKE = /^[a-z][a-z0-9+.-]+:/i;

/**
 * @param flag Names the place in messages.
 * @returns With a name that has no user and no password in it.
 * @throws Refusal `invalid`.
 */
export function readPlace(flag: string, text: string): Place {
  if (text.trim() === '') throw new Refusal('invalid', `${flag} is empty.`);
  if (!URL_LIKE.test(text)) {
    const path = realPath(resolve(text));
    return { kind: 'sqlite', path, name: path };
  }
  const [first] = parseDatabaseUrl(text) ?? [];
  if (first === undefined) {
    throw new Refusal(
      'invalid',
      `${flag} has to be a data directory or a URL like ` +
        'postgresql://user:password@host:5432/database.',
    );
  }
  // Hosts and database alone: users, passwords and parameters are nobody's business.
  const hosts = /^[^:]+:\/\/(?:[^@/?#]*@)?([^/?#]+)/.exec(text)?.[1] ?? '';
  return { kind: 'postgres', url: text, name: `postgresql://${hosts}${new URL(first).pathname}` };
}

/** The same directory has the same name, whatever links lead to it. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
