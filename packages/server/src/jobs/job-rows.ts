/**
 * Leases of jobs. All times are the database's, so that nodes whose clocks differ agree on who has a
 * job and until when.
 */
import { sql } from 'kysely';
import { rawQuery } from '../db/index.ts';

interface Key {
  readonly name: string;
  readonly holder: string;
}

/** Makes a job known; due at once. */
export const addJob = rawQuery<{ name: string }>()(
  (p, d) => sql`insert into job (name, next_at) values (${p('name')}, ${d.now(sql.lit(0))})
    on conflict (name) do nothing`,
);

/** Takes a job that is due and that nobody is at, or whose node let its lease run out. */
export const claimJob = rawQuery<Key & { leaseMs: number }>()(
  (p, d) => sql`update job
    set holder = ${p('holder')}, lease_ends_at = ${d.now(p('leaseMs'))}
    where name = ${p('name')} and next_at <= ${d.now(sql.lit(0))}
      and (lease_ends_at is null or lease_ends_at <= ${d.now(sql.lit(0))})`,
);

/** Goes on holding it. No row when another node has it by now. */
export const renewJob = rawQuery<Key & { leaseMs: number }>()(
  (p, d) => sql`update job set lease_ends_at = ${d.now(p('leaseMs'))}
    where name = ${p('name')} and holder = ${p('holder')}
      and lease_ends_at > ${d.now(sql.lit(0))}`,
);

/** Lets go of it until it is due again. */
export const finishJob = rawQuery<Key & { everyMs: number; error: string | null }>()(
  (p, d) => sql`update job
    set holder = null, lease_ends_at = null, next_at = ${d.now(p('everyMs'))},
      last_done_at = ${d.now(sql.lit(0))}, last_error = ${p('error')}
    where name = ${p('name')} and holder = ${p('holder')}`,
);
