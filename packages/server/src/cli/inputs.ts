/** Inputs that several commands have. */
import { z } from 'zod';
import { Refusal } from '../core.ts';
import { DEFAULT_PAGE_ROWS, MAX_PAGE_ROWS, type Page } from '../log-pages.ts';
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

/** A page in words: its table, and how to get at what is older. */
export function pageText({ next }: Page<unknown>, rows: string): string {
  return next === null ? rows : `${rows}\n\nThere may be older ones: add --before ${next}`;
}
