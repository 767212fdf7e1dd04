/** One transaction of the writer: the lock, the units in savepoints, the commit. */
import type { PoolClient } from 'pg';
import { EVERYBODY, UnavailableError } from '../session.ts';
import type { Outcome, WaitingUnit } from '../waiting-units.ts';
import type { Connections } from './connections.ts';
import { isCancelled, isConflict, isStale, toUnavailable } from './failures.ts';
import { PgSession } from './pg-session.ts';
import { beginFor } from './scoped-query.ts';
import { Talk } from './talk.ts';

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

/** The units of a transaction come one after the other, so one name does for the savepoints of all. */
const SAVEPOINT = { name: 'rollcall_savepoint', text: 'savepoint unit' };
const RELEASE = { name: 'rollcall_release', text: 'release savepoint unit' };
const HEAD = {
  name: 'rollcall_head',
  text: `select last_seq as seq, audit_hash as hash from organization_sequence
    where organization_id = $1`,
};

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
    const talk = new Talk(client);
    await talk.tell(SAVEPOINT);
    const session = unitSession(talk, organizationId);
    const outcomes: Outcome[] = [];
    let after = before;
    for (const { unit } of batch) {
      const outcome = await runUnit(client, talk, async () => {
        const value = await unit(session);
        after = await keepUnit(talk, organizationId);
        return value;
      });
      outcomes.push(outcome);
    }
    await commit(client, outcomes, headAfter(organizationId, before, after), deadline);
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

function headAfter(
  organizationId: string,
  before: Head | undefined,
  after: Head | undefined,
): HeadAfter {
  if (organizationId === EVERYBODY) return 'unknown';
  if (after?.seq === before?.seq) return 'unchanged';
  // The organisation was deleted, with all that could tell.
  return after ?? 'unknown';
}

/** What a unit works with. One organisation's unit cannot reach into another. */
function unitSession(talk: Talk, organizationId: string): PgSession {
  const scopeFor = (asked: string | undefined) => {
    if (organizationId === EVERYBODY) return asked ?? EVERYBODY;
    if (asked === undefined || asked === organizationId) return undefined;
    throw new Error(`A unit of work of ${organizationId} asked for rows of ${asked}.`);
  };
  return new PgSession(async (request, asked) => talk.ask(request, scopeFor(asked)), {
    tell: async (request, asked) => talk.tell(request, scopeFor(asked)),
    askEach: async (request, values, asked) => talk.askEach(request, values, scopeFor(asked)),
  });
}

/** A unit that fails leaves the transaction as the units before it left it. */
async function runUnit(
  client: PoolClient,
  talk: Talk,
  unit: () => Promise<unknown>,
): Promise<Outcome> {
  try {
    return { value: await unit() };
  } catch (failure) {
    const unavailable = toUnavailable(failure) instanceof UnavailableError;
    // What the other units of the transaction cannot go on after fails it as a whole.
    if (isConflict(failure) || isStale(failure)) throw failure;
    if (unavailable && !isCancelled(failure)) throw failure;
    // One that failed before it asked anything has no savepoint yet, and left nothing to take back.
    if (talk.forget(SAVEPOINT.name)) await talk.tell(SAVEPOINT);
    else await client.query('rollback to savepoint unit');
    if (!unavailable) return { failure };
    return { failure: new UnavailableError('The change took too long.', { cause: failure }) };
  }
}

/** Sends what a unit left unsent, and begins the next one's savepoint; returns the head after it. */
async function keepUnit(talk: Talk, organizationId: string): Promise<Head | undefined> {
  try {
    await talk.tell(RELEASE);
    await talk.tell(SAVEPOINT);
    return (await talk.ask({ ...HEAD, values: [organizationId] })).rows[0];
  } catch (error) {
    if (!isCancelled(error)) throw error;
    // Going back to the savepoint might keep the unit: it may have been released before that. So all goes.
    const cause = new Error('A unit of work was cancelled at its end.', { cause: error });
    throw new UnavailableError('The change took too long.', { cause });
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
