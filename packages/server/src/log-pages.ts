/**
 * Pages of a log, newest first, for what no index answers. It is looked through from its end in pieces,
 * so that requests beside it wait only for one piece; a page that found little says where to go on.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { MaybePromise } from './db/index.ts';

/** Rows looked at in one statement: some milliseconds. */
export const PIECE_ROWS = 5000;
/** Rows looked at for one page. */
const LOOKED_MAX = 200_000;
export const DEFAULT_PAGE_ROWS = 50;
export const MAX_PAGE_ROWS = 1000;
/**
 * How far the order of ids may differ from that of times, milliseconds: a request is numbered when it is
 * over, and nodes have clocks of their own.
 */
const DISORDER_MS = 600_000;

/** Ids from one on, below another. */
export interface IdRange {
  readonly from: number;
  readonly before: number;
}

export interface PageWanted {
  /** RFC 3339 in UTC with milliseconds: not before. */
  readonly since?: string | undefined;
  /** The same: before. */
  readonly until?: string | undefined;
  /** Only rows with a smaller id: `next` of the page before. */
  readonly before?: number | undefined;
  /** Only rows with a greater id, for those who follow the log. */
  readonly after?: number | undefined;
  /** Default 50, at most 1000. */
  readonly limit?: number | undefined;
}

export interface Page<Row> {
  /** Newest first. */
  readonly rows: readonly Row[];
  /** What to give as `before` for older rows; null when there are none. */
  readonly next: number | null;
}

/** A log whose ids grow with time. */
export interface Log<Row> {
  /** The row with the smallest id of a range. */
  first(range: IdRange): MaybePromise<{ readonly id: number; readonly at: string } | undefined>;
  /** Where the last {@link PIECE_ROWS} rows of a range begin; undefined when it is empty. */
  lastPiece(range: IdRange): MaybePromise<number | undefined>;
  /** The rows of a range that are wanted, newest first. Times are its to compare exactly. */
  matching(range: IdRange, limit: number): MaybePromise<readonly Row[]>;
  idOf(row: Row): number;
}

export async function pageOf<Row>(log: Log<Row>, wanted: PageWanted): Promise<Page<Row>> {
  const limit = Math.min(Math.max(wanted.limit ?? DEFAULT_PAGE_ROWS, 1), MAX_PAGE_ROWS);
  const { from, before: end } = await rangeOf(log, wanted);
  const rows: Row[] = [];
  let before = end;
  for (let looked = 0; looked < LOOKED_MAX; looked += PIECE_ROWS) {
    const start = await log.lastPiece({ from, before });
    if (start === undefined) return { rows, next: null };
    rows.push(...(await log.matching({ from: start, before }, limit - rows.length)));
    const last = rows.at(-1);
    if (rows.length >= limit && last !== undefined) return { rows, next: log.idOf(last) };
    before = start;
    await turn();
  }
  return { rows, next: before };
}

/** The ids that a span of time can have. */
async function rangeOf<Row>(
  log: Log<Row>,
  { since, until, before = Number.MAX_SAFE_INTEGER, after = -1 }: PageWanted,
): Promise<IdRange> {
  const all = { from: after + 1, before };
  const from =
    since === undefined ? all.from : await firstSince(log, moved(since, -DISORDER_MS), all);
  if (until === undefined) return { from, before };
  return { from, before: await firstSince(log, moved(until, DISORDER_MS), { from, before }) };
}

function moved(time: string, byMs: number): string {
  return new Date(Date.parse(time) + byMs).toISOString();
}

/** Halves a range until it knows where the rows of a time begin; a few look-ups for millions of rows. */
async function firstSince<Row>(log: Log<Row>, time: string, range: IdRange): Promise<number> {
  let { from, before } = range;
  while (from < before) {
    const middle = from + Math.floor((before - from) / 2);
    const row = await log.first({ from: middle, before });
    if (row === undefined || row.at >= time) before = middle;
    else from = row.id + 1;
  }
  return before;
}
