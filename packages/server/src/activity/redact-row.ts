import type { Field } from './messages.ts';
import { redactPath, redactQuery, scrub } from './redact.ts';
import { redactBody } from './redact-body.ts';

const DETAIL_MAX = 2000;
const NOTES_MAX = 8000;
const SHORT_MAX = 200;

/** A column's value. */
export type Value = string | number | null;

/**
 * The values of a row, in the order of `pack`. Ids and words of ours go as they are; what a client
 * can choose is looked through.
 *
 * @param at Where the fields of the row start.
 */
export function redactRow(fields: readonly Field[], at: number): Value[] {
  const own = (index: number) => fields[at + index] ?? null;
  const foreign = (index: number, max: number) => {
    const value = fields[at + index];
    return typeof value === 'string' ? scrub(value, max) : null;
  };
  const resourceId = fields[at + 11];
  const body = fields[at + 15];
  return [
    own(0),
    own(1),
    own(2),
    timeText(Number(fields[at + 3])),
    foreign(4, SHORT_MAX),
    foreign(5, SHORT_MAX),
    redactPath(String(fields[at + 6])),
    redactQuery(String(fields[at + 7])),
    own(8),
    Math.round(Number(fields[at + 9]) * 1000),
    own(10),
    resourceId === undefined ? null : redactPath(String(resourceId)),
    foreign(12, NOTES_MAX) ?? '[]',
    foreign(13, DETAIL_MAX),
    own(14),
    body === undefined ? null : redactBody(String(body)),
    foreign(16, SHORT_MAX),
  ];
}

let lastTime = 0;
let lastTimeText = new Date(0).toISOString();

/** RFC 3339. Many rows have the same millisecond. */
function timeText(time: number): string {
  if (time === lastTime) return lastTimeText;
  lastTime = time;
  lastTimeText = new Date(time).toISOString();
  return lastTimeText;
}
