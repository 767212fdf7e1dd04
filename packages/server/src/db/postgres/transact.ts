/** One transaction of the writer: the lock, the units in savepoints, the commit. */
import type { PoolClient } from 'pg';
import { query } from '../query.ts';
import { EVERYBODY, UnavailableError, type Unit } from '../session.ts';
import type { Outcome, WaitingUnit } from '../waiting-units.ts';
import type { Connections } from './connections.ts';
import { isCancelled, isConflict, isStale, toUnavailable } from './failures.ts';
import { PgSession } from './pg-session.ts';
import { beginFor, queryFor } from './scoped-query.ts';

/**
 * How long a commit may take, milliseconds; less than a statement may. A commit that waits for a
 * standby which is away must not end by the server's timeout: that answers it as done.
 */
const COMMIT_MS = { least: 2000, most: 5000 };
/** Key of the advisory lock that global changes take. */
const EVERYBODY_LOCK = 7_643_001;

/** The head of an organisation's records: a hash that no other change can have. */
export interface Head {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** What a commit would have made the head, if that can be told from what was before. */
export type HeadAfter = Head | 'unchanged' | 'unknown';

/** The connection broke while the commit was under way, or the answer was no plain yes or no. */
export class CommitLostError extends Error {
  override readonly name = 'CommitLostError';
  /** What the units gave, should it have been committed. */
  readonly outcomes: readonly Outcome[];
  readonly head: HeadAfter;
  constructor(outcomes: readonly Outcome[], head: HeadAfter, cause: unknown) {
    super('The connection broke during a commit.', { cause });
    this.outcomes = outcomes;
    this.head = head;
  }
}

const selectHead = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('organization_sequence')
    .select(['last_seq as seq', 'audit_hash as hash'])
    .where('organization_id', '=', p('organization')),
);

/**
 * @param deadline When there has to be an answer, as `performance.now()`.
 * @throws CommitLostError when nobody knows whether it was committed; anything else means that it was
 * not.
 */
export async function transact(
  connections: Connections,
  organizationId: string,
  batch: readonly WaitingUnit[],
  deadline: number,
): Promise<readonly Outcome[]> {
  const client = await connections.take();
  let isBroken = true;
  try {
    const before = await lock(client, organizationId);
    const session = unitSession(client, organizationId);
    const outcomes: Outcome[] = [];
    for (const { unit } of batch) outcomes.push(await inSavepoint(client, session, unit));
    const head = await headAfter(session, organizationId, before);
    await commit(client, outcomes, head, deadline);
    isBroken = false;
    return outcomes;
  } catch (error) {
    isBroken = !isConflict(error) || !(await rolledBack(client));
    throw error;
  } finally {
    connections.give(client, isBroken);
  }
}

/** Begins the transaction and waits for its turn; returns where the organisation's records end. */
async function lock(client: PoolClient, organizationId: string): Promise<Head | undefined> {
  if (organizationId === EVERYBODY) {
    await beginFor(client, organizationId, {
      name: 'rollcall_lock_everybody',
      text: 'select pg_advisory_xact_lock($1)',
      values: [EVERYBODY_LOCK],
    });
    return undefined;
  }
  const { rows } = await beginFor(client, organizationId, {
    name: 'rollcall_lock',
    text: `select last_seq as seq, audit_hash as hash from organization_sequence
      where organization_id = $1 for update`,
    values: [organizationId],
  });
  return rows[0];
}

async function headAfter(
  session: PgSession,
  organizationId: string,
  before: Head | undefined,
): Promise<HeadAfter> {
  if (organizationId === EVERYBODY) return 'unknown';
  const after = await session.first(selectHead, { organization: organizationId });
  if (after?.seq === before?.seq) return 'unchanged';
  // The organisation was deleted, with all that could tell.
  return after ?? 'unknown';
}

/** What a unit works with. One organisation's unit cannot reach into another. */
function unitSession(client: PoolClient, organizationId: string): PgSession {
  return new PgSession((request, asked) => {
    if (organizationId === EVERYBODY) return queryFor(client, asked ?? EVERYBODY, request);
    if (asked === undefined || asked === organizationId) return client.query(request);
    throw new Error(`A unit of work of ${organizationId} asked for rows of ${asked}.`);
  });
}

async function inSavepoint(
  client: PoolClient,
  session: PgSession,
  unit: Unit<unknown>,
): Promise<Outcome> {
  await client.query('savepoint unit');
  try {
    const value = await unit(session);
    await client.query('release savepoint unit');
    return { value };
  } catch (failure) {
    const unavailable = toUnavailable(failure) instanceof UnavailableError;
    // What the other units of the transaction cannot go on after fails it as a whole.
    if (isConflict(failure) || isStale(failure)) throw failure;
    if (unavailable && !isCancelled(failure)) throw failure;
    await client.query('rollback to savepoint unit; release savepoint unit');
    if (!unavailable) return { failure };
    return { failure: new UnavailableError('The change took too long.', { cause: failure }) };
  }
}

async function commit(
  client: PoolClient,
  outcomes: readonly Outcome[],
  head: HeadAfter,
  deadline: number,
): Promise<void> {
  let command: string;
  // A commit that no standby has confirmed is answered as done too, with a warning.
  let warning: unknown;
  const warn = (notice: unknown) => {
    warning = notice;
  };
  // The other half is for asking what became of it.
  const half = (deadline - performance.now()) / 2;
  const commitMs = Math.min(COMMIT_MS.most, Math.max(COMMIT_MS.least, half));
  // Ends the connection, so that the commit below fails.
  const timer = setTimeout(() => void client.end().catch(() => {}), commitMs);
  try {
    client.on('notice', warn);
    ({ command } = await client.query('commit'));
  } catch (error) {
    // Also a server that failed while it wrote its log: it may find the commit there afterwards.
    if (!isConflict(error)) throw new CommitLostError(outcomes, head, error);
    throw error;
  } finally {
    clearTimeout(timer);
    client.off('notice', warn);
  }
  // PostgreSQL answers so, and with no error, when the transaction had failed before.
  if (command !== 'COMMIT') throw new Error(`The commit was answered with ${command}.`);
  if (warning !== undefined) throw new CommitLostError(outcomes, head, warning);
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
