/** One transaction of the writer: the lock, the units in savepoints, the commit. */
import type { PoolClient } from 'pg';
import { query } from '../query.ts';
import { EVERYBODY, UnavailableError, type Unit } from '../session.ts';
import type { Outcome, WaitingUnit } from '../waiting-units.ts';
import type { Connections } from './connections.ts';
import { isConflict, isLost, toUnavailable } from './failures.ts';
import { PgSession } from './pg-session.ts';
import { beginFor, queryFor } from './scoped-query.ts';

/**
 * How long a commit may take, milliseconds; less than a statement may. A commit that waits for a
 * standby which is away must not end by the server's timeout: that answers it as done.
 */
const COMMIT_MS = { least: 500, most: 5000 };
/** Key of the advisory lock that global changes take. */
const EVERYBODY_LOCK = 7_643_001;

/** The head of an organisation's records: a hash that no other change can have. */
export interface Head {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** The connection broke while the commit was under way. */
export class CommitLostError extends Error {
  override readonly name = 'CommitLostError';
  /** What the units gave, should it have been committed. */
  readonly outcomes: readonly Outcome[];
  /** What the commit would have made the head; undefined when it recorded nothing. */
  readonly head: Head | undefined;
  constructor(outcomes: readonly Outcome[], head: Head | undefined, cause: unknown) {
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
    const after =
      organizationId === EVERYBODY
        ? undefined
        : await session.first(selectHead, { organization: organizationId });
    await commit(client, outcomes, before?.seq === after?.seq ? undefined : after, deadline);
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

/** What a unit works with. One organisation's unit cannot reach into another. */
function unitSession(client: PoolClient, organizationId: string): PgSession {
  return new PgSession((request, asked) => {
    if (asked === undefined || asked === organizationId) return client.query(request);
    if (organizationId === EVERYBODY) return queryFor(client, asked, request);
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
    // What the other units of the transaction cannot go on after fails it as a whole.
    if (isConflict(failure) || toUnavailable(failure) instanceof UnavailableError) throw failure;
    await client.query('rollback to savepoint unit; release savepoint unit');
    return { failure };
  }
}

async function commit(
  client: PoolClient,
  outcomes: readonly Outcome[],
  head: Head | undefined,
  deadline: number,
): Promise<void> {
  let command: string;
  // The other half is for asking what became of it.
  const half = (deadline - performance.now()) / 2;
  const commitMs = Math.min(COMMIT_MS.most, Math.max(COMMIT_MS.least, half));
  // Ends the connection, so that the commit below fails.
  const timer = setTimeout(() => void client.end().catch(() => {}), commitMs);
  try {
    ({ command } = await client.query('commit'));
  } catch (error) {
    if (isLost(error)) throw new CommitLostError(outcomes, head, error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  // PostgreSQL answers so, and with no error, when the transaction had failed before.
  if (command !== 'COMMIT') throw new Error(`The commit was answered with ${command}.`);
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
