/**
 * What became of a commit whose connection broke. Transaction ids are no good for that: after a
 * fail-over the new primary can give the same id to somebody else. The hash of the last audit row is
 * of this change alone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { OutcomeUnknownError } from '../session.ts';
import type { Connections } from './connections.ts';
import { beginFor } from './scoped-query.ts';
import type { CommitLostError, Head } from './transact.ts';

/** How long to ask at least, milliseconds. */
const ASK_MS = 2000;
const PAUSE_MS = 250;

/**
 * @param lost Where its head is unchanged, the transaction recorded nothing: then it does no harm to run
 *   it again.
 * @param deadline When there has to be an answer, as `performance.now()`.
 * @returns Whether it was committed.
 * @throws OutcomeUnknownError when the database did not say in time.
 */
export async function settleFate(
  connections: Connections,
  organizationId: string,
  { head }: CommitLostError,
  deadline: number,
): Promise<boolean> {
  if (head === 'unchanged') return false;
  if (head === 'unknown') {
    throw new OutcomeUnknownError('The connection to the database broke during the commit.');
  }
  const asking = new AbortController();
  const askMs = Math.max(ASK_MS, deadline - performance.now());
  const late = sleep(askMs, 'late' as const, { signal: asking.signal }).catch(
    () => 'late' as const,
  );
  const answer = await Promise.race([ask(connections, organizationId, head, asking.signal), late]);
  asking.abort();
  if (answer === 'late') {
    throw new OutcomeUnknownError('The database went away during the commit.');
  }
  return answer;
}

/** Asks again and again until there is an answer, or nobody waits for it any more. */
async function ask(
  connections: Connections,
  organizationId: string,
  head: Head,
  signal: AbortSignal,
): Promise<boolean | 'late'> {
  while (!signal.aborted) {
    try {
      return await isRecorded(connections, organizationId, head);
    } catch {
      await connections.moveOn().catch(() => {});
    }
    await sleep(PAUSE_MS);
  }
  return 'late';
}

async function isRecorded(
  connections: Connections,
  organizationId: string,
  { seq, hash }: Head,
): Promise<boolean> {
  const client = await connections.take();
  let isBroken = true;
  try {
    // Waits for the lost transaction, should its server process still be at it.
    await beginFor(client, organizationId, {
      name: 'rollcall_fate_lock',
      text: 'select 1 from organization_sequence where organization_id = $1 for update',
      values: [organizationId],
    });
    const { rowCount } = await client.query({
      name: 'rollcall_fate',
      text: 'select 1 from audit where organization_id = $1 and seq = $2 and hash = $3',
      values: [organizationId, seq, hash],
    });
    // The lock is in PostgreSQL's log, behind the lost commit: where commits wait for a standby, this
    // one does, so the standby has both. A primary that was started again shows what it alone has.
    await client.query('commit');
    isBroken = false;
    return rowCount === 1;
  } finally {
    connections.give(client, isBroken);
  }
}
