/** Which of several hosts takes writes: `target_session_attrs=read-write` of libpq. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { UnavailableError } from '../session.ts';
import { askOnce } from './one-connection.ts';

/** Between looks, milliseconds. */
const PAUSE_MS = 500;

/**
 * @param urls One for each host.
 * @param first Asked first.
 * @returns The number of the host.
 * @throws whatever the last host said, when none takes writes.
 */
export async function findPrimary(urls: readonly string[], first = 0): Promise<number> {
  let failure: unknown;
  for (let step = 0; step < urls.length; step++) {
    const host = (first + step) % urls.length;
    try {
      if (await askOnce(urls[host] ?? '', takesWrites)) return host;
      failure = new UnavailableError('The database takes no writes now.');
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** The same, asked again and again for so many milliseconds: a database may start after us. */
export async function waitForPrimary(urls: readonly string[], waitMs: number): Promise<number> {
  const end = performance.now() + waitMs;
  for (;;) {
    try {
      return await findPrimary(urls);
    } catch (error) {
      if (performance.now() >= end) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

async function takesWrites(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    "select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as yes",
  );
  return rows[0]?.yes === true;
}
