/** Inputs that several commands have. */
import { z } from 'zod';
import { Refusal } from '../core.ts';
import { DEFAULT_PAGE_ROWS, MAX_PAGE_ROWS, type Page, type PageWanted } from '../log-pages.ts';
import type { Option } from './command.ts';

export const ORGANIZATION: Option = {
  flags: '--organization <slug>',
  description: 'short name or id of the organisation',
  required: true,
};

export const organizationInput = z.strictObject({ organization: z.string().min(1) });

const DAY_MS = 86_400_000;
const MAX_DAYS = 3650;

/**
 * When something ends: `never`, a number of days, or the end of a date in UTC.
 *
 * @returns RFC 3339, or null for never.
 * @throws Refusal `invalid`.
 */
export function readEnd(text: string, now: Date): string | null {
  if (text === 'never') return null;
  const days = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (days > 0 && days <= MAX_DAYS) return new Date(now.getTime() + days * DAY_MS).toISOString();
  const end = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T23:59:59.999Z`) : undefined;
  // A date such as 2027-02-31 comes out as another day.
  if (end !== undefined && !Number.isNaN(end.getTime()) && end.toISOString().startsWith(text)) {
    if (end <= now) throw new Refusal('invalid', `${text} is in the past.`);
    return end.toISOString();
  }
  throw new Refusal(
    'invalid',
    `"${text}" is no expiry. Give never, a number of days (1 to ${MAX_DAYS}) or a date such as 2027-06-30.`,
  );
}

/** `on` or `off`. */
export const onOff = z.enum(['on', 'off']).transform((text) => text === 'on');

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

/** A span of time, a cursor and a size: what all logs are listed by. */
export const PAGE_OPTIONS: readonly Option[] = Object.freeze([
  {
    flags: '--since <time>',
    description: 'from then on: RFC 3339, a date, or how long ago (2h, 7d)',
  },
  { flags: '--until <time>', description: 'before then' },
  { flags: '--before <id>', description: 'only older than this one: the end of the page before' },
  {
    flags: '--limit <n>',
    description: `how many at most, up to ${MAX_PAGE_ROWS}`,
    defaultValue: String(DEFAULT_PAGE_ROWS),
  },
]);

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

/** A page in words: its table, and how to get at what is older. */
export function pageText({ next }: Page<unknown>, rows: string): string {
  return next === null ? rows : `${rows}\n\nThere may be older ones: add --before ${next}`;
}
