/** What `--from` and `--to` name: a data directory, or a PostgreSQL. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal } from '../core.ts';
import { parseDatabaseUrl } from '../db/index.ts';
import { looksLikeUrl } from '../url-like.ts';

export type Place =
  | { readonly kind: 'sqlite'; readonly path: string; readonly name: string }
  | {
      readonly kind: 'postgres';
      /** Has a password: never printed. */
      readonly url: string;
      readonly name: string;
    };

/**
 * @param flag Names the place in messages.
 * @returns With a name that has no user and no password in it.
 * @throws Refusal `invalid`.
 */
export function readPlace(flag: string, text: string): Place {
  if (text.trim() === '') throw new Refusal('invalid', `${flag} is empty.`);
  if (!looksLikeUrl(text)) {
    const path = realPath(resolve(text));
    return { kind: 'sqlite', path, name: path };
  }
  const urls = parseDatabaseUrl(text)?.map((url) => new URL(url));
  const [first] = urls ?? [];
  if (urls === undefined || first === undefined) {
    throw new Refusal(
      'invalid',
      `${flag} has to be a data directory or a URL like ` +
        'postgresql://user:password@host:5432/database (in a password, @ is %40 and / is %2F).',
    );
  }
  // Hosts and database alone: users, passwords and parameters are nobody's business.
  const hosts = urls.map(({ host }) => host).join(',');
  return { kind: 'postgres', url: text, name: `postgresql://${hosts}${first.pathname}` };
}

/** The same directory has the same name, whatever links lead to it. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
