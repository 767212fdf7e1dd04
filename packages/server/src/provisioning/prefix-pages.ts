/**
 * Pages of resources in the order of a folded text, of one connection after the other and put together:
 * each page costs the same however many there are. A search goes through several texts, such as the name and
 * then the userName; a page says in which of them the next one begins.
 */
import { fold } from '@rollcall/scim';
import type { Query, Session } from '../db/index.ts';

/** No text that begins with a prefix comes after the prefix and this. */
const LAST_CHARACTER = '\u{10ffff}';

export interface KeyedId {
  readonly id: string;
  /** The folded text that it is ordered by. */
  readonly key: string;
}

export interface RangeParameters {
  readonly organization: string;
  readonly connection: string;
  /** The least text that belongs to the search. */
  readonly prefix: string;
  /** No text from here on belongs to it. */
  readonly end: string;
  /** The last row of the page before. */
  readonly key: string;
  readonly id: string;
  readonly limit: number;
}

export interface PrefixSearch<More extends object> {
  /** One for each text, in the order in which they are gone through. */
  readonly queries: readonly Query<RangeParameters & More, KeyedId>[];
  /** What else the statements want to know. */
  readonly more: More;
  readonly connectionIds: readonly string[];
  /** What the text begins with, in any letters; empty finds all. */
  readonly search: string;
  /** `next` of the page before; empty for the first. */
  readonly after: string;
  readonly limit: number;
}

export interface PrefixPage {
  readonly ids: readonly string[];
  /** What to give as `after` for more; null when there are none. */
  readonly next: string | null;
}

/** What the first and the next page of a search have in common. */
function rangeOf(search: string): { readonly prefix: string; readonly end: string } {
  const prefix = fold(search);
  return { prefix, end: prefix + LAST_CHARACTER };
}

export async function pageByPrefix<More extends object>(
  session: Session,
  organization: string,
  { queries, more, connectionIds, search, after, limit }: PrefixSearch<More>,
): Promise<PrefixPage> {
  const range = rangeOf(search);
  const found: (KeyedId & { readonly phase: number })[] = [];
  let { phase, key, id } = readCursor(after, range.prefix);
  while (phase < queries.length && found.length < limit) {
    const query = queries[phase];
    if (query === undefined) break;
    const wanted = limit - found.length;
    const rows = await session.each(
      query,
      connectionIds.map((connection) => ({
        ...more,
        ...{ organization, connection, ...range },
        ...{ key, id, limit: wanted },
      })),
    );
    const page = rows.toSorted(byKey).slice(0, wanted);
    found.push(...page.map((row) => ({ ...row, phase })));
    if (page.length >= wanted) break;
    phase += 1;
    key = range.prefix;
    id = '';
  }
  const last = found.at(-1);
  return {
    ids: [...new Set(found.map((row) => row.id))],
    next: found.length < limit || last === undefined ? null : cursorOf(last),
  };
}

/** As the databases compare: by the bytes of UTF-8. */
function byKey(a: KeyedId, b: KeyedId): number {
  return Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || (a.id < b.id ? -1 : 1);
}

function cursorOf({ phase, key, id }: KeyedId & { readonly phase: number }): string {
  return Buffer.from(JSON.stringify([phase, key, id])).toString('base64url');
}

/** What is no cursor of ours begins anew. */
function readCursor(text: string, prefix: string) {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(parts)) {
      const [phase, key, id] = parts as readonly unknown[];
      const isText = typeof key === 'string' && typeof id === 'string';
      if (Number.isSafeInteger(phase) && isText && !`${key}${id}`.includes('\0')) {
        return { phase: Math.max(0, Number(phase)), key, id };
      }
    }
  } catch {
    // The first page has none.
  }
  return { phase: 0, key: prefix, id: '' };
}
