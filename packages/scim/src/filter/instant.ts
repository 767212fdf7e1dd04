/** Instants as text that sorts (RFC 7643 §2.3.5: xsd:dateTime with date and time). */

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

/**
 * The key of an instant: UTC with nine digits of fraction, always 30 characters, so that the order
 * of keys as text is the order in time. A time without offset counts as UTC; digits beyond the
 * ninth are dropped.
 *
 * @returns Undefined when the text is no xsd:dateTime of the years 0000 to 9999.
 * @example instantKey('2026-01-31T09:00:00.5+01:00') === '2026-01-31T08:00:00.500000000Z'
 */
export function instantKey(text: string): string | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const fraction = match[7] ?? '';
  if (day === 0 || month === 0 || month > 12 || day > daysIn(year, month)) return undefined;
  if (minute > 59 || second > 59) return undefined;
  // xsd:dateTime writes the end of a day as 24:00:00 too.
  if (hour > 23 && !(hour === 24 && minute === 0 && second === 0 && !/[1-9]/.test(fraction))) {
    return undefined;
  }
  const offset = offsetMinutes(match[8] ?? 'Z');
  if (offset === undefined) return undefined;
  return keyOf(utc(year, month, day, hour, minute - offset, second), fraction);
}

function keyOf(date: Date, fraction: string): string | undefined {
  const year = date.getUTCFullYear();
  if (year < 0 || year > 9999) return undefined;
  return `${date.toISOString().slice(0, 19)}.${fraction.slice(0, 9).padEnd(9, '0')}Z`;
}

/** `Date.UTC` takes the years 0 to 99 for 1900 to 1999; the setter does not. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date;
}

function daysIn(year: number, month: number): number {
  return utc(year, month + 1, 0, 0, 0, 0).getUTCDate();
}

/** Of `Z`, `+02:00`; at most 14 hours (XML Schema part 2, §3.2.7.3). */
function offsetMinutes(offset: string): number | undefined {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
