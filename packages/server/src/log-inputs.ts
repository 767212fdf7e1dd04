/** What logs are asked by, on the command line and over HTTP. */
import { z } from 'zod';
import type { StatusRange } from './activity/index.ts';
import { Refusal } from './core.ts';
import { DEFAULT_PAGE_ROWS, MAX_PAGE_ROWS, type PageWanted } from './log-pages.ts';

const DAY_MS = 86_400_000;
/** Longest text that is looked for, characters. */
const LONGEST_TEXT = 200;

const SPAN = /^(\d{1,5})([mhd])$/;
const SPAN_MS = { m: 60_000, h: 3_600_000, d: DAY_MS } as const;
const INSTANT =
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * A moment in the past: RFC 3339, a date (its beginning in UTC), or a span before now such as 2h or 7d.
 *
 * @returns RFC 3339 in UTC with milliseconds.
 * @throws Refusal `invalid`.
 */
export function readInstant(text: string, now: Date): string {
  const [, count = '', unit] = SPAN.exec(text) ?? [];
  const ms = unit === undefined ? undefined : SPAN_MS[unit as keyof typeof SPAN_MS];
  if (ms !== undefined) return new Date(now.getTime() - Number(count) * ms).toISOString();
  const time = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  // A day such as 2027-02-31 is read as another one.
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (!Number.isNaN(time) && new Date(day).toISOString().startsWith(text.slice(0, 10))) {
    return new Date(time).toISOString();
  }
  throw new Refusal(
    'invalid',
    `"${text}" is no time. Give one such as 2026-11-05T10:00:00Z, a date, or how long ago: 30m, 2h, 7d.`,
  );
}

export const pageInput = z.strictObject({
  since: z.string().optional(),
  until: z.string().optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_ROWS).default(DEFAULT_PAGE_ROWS),
});

/** @throws Refusal `invalid`. */
export function readPage(
  { since, until, before, limit }: z.output<typeof pageInput>,
  now: Date,
): PageWanted {
  return {
    since: since === undefined ? undefined : readInstant(since, now),
    until: until === undefined ? undefined : readInstant(until, now),
    before,
    limit,
  };
}

/** `409`, `4xx`, `failed`. */
export const statusRange = z
  .string()
  .regex(/^(?:[1-5]\d\d|[1-5]xx|failed)$/i, 'has to be a status such as 409, 4xx or 5xx, or failed')
  .transform((text): StatusRange => {
    if (text.toLowerCase() === 'failed') return { least: 400, most: 599 };
    const first = Number(text.replace(/x/gi, '0'));
    return { least: first, most: /x/i.test(text) ? first + 99 : first };
  });

export const searchedText = z.string().min(1).max(LONGEST_TEXT);
