/**
 * Group commit on PostgreSQL: the units of one organisation that wait at the same moment become
 * durable in one transaction. It holds the organisation's row of `organization_sequence` from its
 * beginning, so the organisation's units run one after the other on all nodes together and each sees
 * everything before it, as on the embedded database.
 */
import type { Pool, PoolClient } from 'pg';
import { EVERYBODY, UnavailableError, type Unit, type Writer } from '../session.ts';
import { accept, type Outcome, refuse, settle, type WaitingUnit } from '../waiting-units.ts';
import { isConflict, toUnavailable } from './failures.ts';
import { PgSession } from './pg-session.ts';

/** Units in one transaction: bounds how long other nodes wait for the organisation. */
const UNITS_PER_COMMIT = 64;
/** How often a transaction that lost against another is begun in all. */
const ATTEMPTS = 5;
/** Key of the advisory lock that global changes take. */
const EVERYBODY_LOCK = 7_643_001;

export class PgWriter implements Writer {
  readonly #pool: Pool;
  readonly #queues = new Map<string, WaitingUnit[]>();
  readonly #lanes = new Set<Promise<void>>();
  #waiting = 0;
  #closed = false;
  #commits = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Transactions that were committed. */
  get commits(): number {
    return this.#commits;
  }

  write<T>(organizationId: string, unit: Unit<T>): Promise<T> {
    const { waiting } = this;
    return accept(unit, { isClosed: this.#closed, waiting }, (accepted) => {
      this.#waiting += 1;
      const queue = this.#queues.get(organizationId);
      if (queue !== undefined) {
        queue.push(accepted);
        return;
      }
      this.#queues.set(organizationId, [accepted]);
      const lane = this.#drain(organizationId).finally(() => this.#lanes.delete(lane));
      this.#lanes.add(lane);
    });
  }

  /** Refuses new units and resolves when those accepted are durable. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#lanes);
  }

  async #drain(organizationId: string): Promise<void> {
    // Units that come in the same turn join the first transaction.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const queue = this.#queues.get(organizationId) ?? [];
    while (queue.length > 0) {
      const batch = queue.splice(0, UNITS_PER_COMMIT);
      await this.#settle(organizationId, batch);
      this.#waiting -= batch.length;
    }
    this.#queues.delete(organizationId);
  }

  async #settle(organizationId: string, batch: readonly WaitingUnit[]): Promise<void> {
    try {
      settle(batch, await this.#attempt(organizationId, batch));
    } catch (cause) {
      refuse(batch, cause);
    }
  }

  async #attempt(
    organizationId: string,
    batch: readonly WaitingUnit[],
  ): Promise<readonly Outcome[]> {
    for (let attempt = 1; ; attempt++) {
      const client = await this.#pool.connect();
      let isUsable = true;
      try {
        const outcomes = await transact(client, organizationId, batch);
        this.#commits += 1;
        return outcomes;
      } catch (error) {
        isUsable = isConflict(error) && (await rolledBack(client));
        if (!isConflict(error) || attempt === ATTEMPTS) throw error;
      } finally {
        // A connection in an unknown state is not used again.
        client.release(!isUsable);
      }
    }
  }
}

async function transact(
  client: PoolClient,
  organizationId: string,
  batch: readonly WaitingUnit[],
): Promise<readonly Outcome[]> {
  await client.query('begin');
  await lock(client, organizationId);
  const session = new PgSession(client);
  const outcomes: Outcome[] = [];
  for (const { unit } of batch) outcomes.push(await inSavepoint(client, session, unit));
  await client.query('commit');
  return outcomes;
}

async function lock(client: PoolClient, organizationId: string): Promise<void> {
  if (organizationId === EVERYBODY) {
    await client.query({
      name: 'lock_everybody',
      text: 'select pg_advisory_xact_lock($1)',
      values: [EVERYBODY_LOCK],
    });
  } else {
    await client.query({
      name: 'lock_organization',
      text: 'select 1 from organization_sequence where organization_id = $1 for update',
      values: [organizationId],
    });
  }
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
    await client.query('rollback to savepoint unit');
    await client.query('release savepoint unit');
    return { failure };
  }
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
