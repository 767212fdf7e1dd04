/** How many requests came in each hour, and how fast they were answered. */
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Session } from '../db/index.ts';
import { selectActivity } from './read-activity.ts';
import type { ActivityHour, ActivityHours } from './types.ts';

/** Rows read in one statement: some milliseconds, for which other requests wait. */
const PIECE_ROWS = 2000;
/** Rows read for one answer; beyond, the oldest hours are left out. */
const ROWS_MAX = 1_000_000;
const HOUR_MS = 3_600_000;
/** Requests of an hour are all in the log so long after its end: they are numbered when they are over. */
const SETTLED_MS = 600_000;
/** Organisations whose hours are remembered. */
const REMEMBERED = 100;
/** Hours that are remembered of each: those of a week. */
const HOURS_MAX = 24 * 8;
/** Durations are counted by size; each size is a tenth more than the one before. */
const STEP = Math.log(1.1);

interface Row {
  readonly id: number;
  readonly at: string;
  readonly status: number;
  readonly duration_us: number;
}

/** Of one hour. */
class Hour {
  requests = 0;
  errors = 0;
  readonly sizes = new Map<number, number>();

  add({ status, duration_us }: Row): void {
    this.requests += 1;
    if (status >= 400) this.errors += 1;
    const size = Math.round(Math.log(Math.max(1, Number(duration_us))) / STEP);
    this.sizes.set(size, (this.sizes.get(size) ?? 0) + 1);
  }

  /** @param share 0.95 for 95 of 100. Milliseconds. */
  within(share: number): number {
    let left = Math.ceil(this.requests * share);
    for (const [size, count] of [...this.sizes].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return Math.round(Math.exp(size * STEP) / 10) / 100;
    }
    return 0;
  }
}

interface Known {
  /** From where on it was asked for, and what there is was read. */
  readonly asked: string;
  /** The first hour that was read whole, and the first that has to be read again: `2026-11-05T10`. */
  readonly since: string;
  readonly until: string;
  readonly hours: ReadonlyMap<string, Hour>;
}

/** Hours that are over do not change, so each is read once. */
export class HourMemory {
  readonly #known = new Map<string, Known>();

  /** @param since RFC 3339. */
  async read(
    session: Session,
    organizationId: string,
    since: string,
    now: Date,
  ): Promise<ActivityHours> {
    const wanted = since.slice(0, 13);
    const known = this.#known.get(organizationId);
    const isUsable = known !== undefined && known.asked <= wanted && wanted <= known.until;
    const found = await readHours(session, organizationId, isUsable ? known.until : wanted, now);
    const hours = new Map([...(isUsable ? known.hours : []), ...found.hours]);
    const from = isUsable && !found.isCut ? known.since : found.since;
    const asked = isUsable ? known.asked : wanted;
    this.#remember(organizationId, { asked, since: from, until: found.until, hours });
    return {
      hours: [...hours]
        .filter(([hour]) => hour >= wanted && hour >= from)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(answerOf),
      since: instantOf(from > wanted ? from : wanted),
    };
  }

  #remember(organizationId: string, known: Known): void {
    this.#known.delete(organizationId);
    const newest = [...known.hours].sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, HOURS_MAX);
    const hours = new Map(newest.filter(([hour]) => hour < known.until));
    this.#known.set(organizationId, { ...known, hours });
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
  }
}

interface Found extends Omit<Known, 'asked'> {
  /** There were more rows than are read. */
  readonly isCut: boolean;
}

/** From the newest row back to the beginning of an hour. */
async function readHours(
  session: Session,
  organizationId: string,
  since: string,
  now: Date,
): Promise<Found> {
  const hours = new Map<string, Hour>();
  const until = hourOf(now.getTime() - SETTLED_MS);
  let before = Number.MAX_SAFE_INTEGER;
  for (let read = 0; read < ROWS_MAX; read += PIECE_ROWS) {
    const rows = await selectActivity<Row>(session, sql`id, at, status, duration_us`, {
      organizationId,
      conditions: [sql`id < ${before}`],
      order: 'newest',
      limit: PIECE_ROWS,
    });
    for (const row of rows) count(hours, row, since);
    const last = rows.at(-1);
    // Rows are about in the order of their times.
    const isPast =
      last !== undefined && Date.parse(last.at) < Date.parse(instantOf(since)) - SETTLED_MS;
    if (last === undefined || rows.length < PIECE_ROWS || isPast) {
      return { since, until, hours, isCut: false };
    }
    before = Number(last.id);
    await turn();
  }
  const [oldest = since] = [...hours.keys()].sort();
  return { since: hourOf(Date.parse(instantOf(oldest)) + HOUR_MS), until, hours, isCut: true };
}

function count(hours: Map<string, Hour>, row: Row, since: string): void {
  const name = row.at.slice(0, 13);
  if (name < since) return;
  const hour = hours.get(name) ?? new Hour();
  hour.add(row);
  hours.set(name, hour);
}

function answerOf([name, hour]: readonly [string, Hour]): ActivityHour {
  const { requests, errors } = hour;
  return {
    at: instantOf(name),
    requests,
    errors,
    p50Ms: hour.within(0.5),
    p95Ms: hour.within(0.95),
  };
}

function hourOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 13);
}

function instantOf(hour: string): string {
  return `${hour}:00:00.000Z`;
}
