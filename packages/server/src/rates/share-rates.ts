/**
 * One bucket for all nodes, in PostgreSQL. Each node tells what it let through and hears what is left,
 * a few times a second and only while there are requests, so that no request waits for it. What two
 * nodes let through between two exchanges is a debt that is waited off: over any longer time the rate
 * holds exactly, and a burst is exceeded by no more than what arrives in one interval.
 */
import { sql } from 'kysely';
import { rawQuery, type Session } from '../db/index.ts';
import type { RateLimit, Spending } from './rate-limit.ts';

/** Between exchanges, milliseconds. */
const INTERVAL_MS = 150;

interface Left {
  readonly connection_id: string;
  readonly saved: number;
}

/** In the order of their keys, so that two nodes cannot lock each other out. */
const exchange = rawQuery<{ spendings: string; burst: number }>()(
  (p) => sql<Left>`
    insert into rate_bucket as b (organization_id, connection_id, saved, at, per_second, spent)
    select organization_id, connection_id, ${p('burst')}::float8 - spent, clock_timestamp(), per_second, spent
      from jsonb_to_recordset(${p('spendings')}::jsonb)
        as told (organization_id text, connection_id text, per_second float8, spent float8)
      order by organization_id, connection_id
    on conflict (organization_id, connection_id) do update set
      saved = least(${p('burst')}::float8, b.saved
        + greatest(0, extract(epoch from clock_timestamp() - b.at)) * excluded.per_second) - excluded.spent,
      at = clock_timestamp(), per_second = excluded.per_second, spent = excluded.spent
    returning connection_id, saved`,
);

export interface RateSharing {
  close(): Promise<void>;
}

/** @param session Of a database that all nodes use. */
export function shareRates(rates: RateLimit, session: Session): RateSharing {
  let round: Promise<void> = Promise.resolve();
  let isBusy = false;

  async function turn(spendings: readonly Spending[]): Promise<void> {
    const told = spendings.map((spending) => ({
      organization_id: spending.organizationId,
      connection_id: spending.connectionId,
      per_second: spending.perSecond,
      spent: spending.spent,
    }));
    try {
      const left = await session.all(exchange, {
        spendings: JSON.stringify(told),
        burst: rates.burst,
      });
      for (const { connection_id, saved } of left) {
        rates.hear(connection_id, Number(saved), performance.now());
      }
    } catch {
      // Without the database each node holds the rate by itself, and tells of it later.
      rates.putBack(spendings);
    } finally {
      isBusy = false;
    }
  }

  const timer = setInterval(() => {
    if (isBusy) return;
    const spendings = rates.collect();
    if (spendings.length === 0) return;
    isBusy = true;
    round = turn(spendings);
  }, INTERVAL_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await round;
    },
  };
}
