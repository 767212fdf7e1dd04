/**
 * Group commit on PostgreSQL: the units of one organisation that wait at the same moment become
 * durable in one transaction. It holds the organisation's row of `organization_sequence` from its
 * beginning, so the organisation's units run one after the other on all nodes together and each sees
 * everything before it, as on the embedded database.
 */
import { UnavailableError, type Unit, type Writer } from '../session.ts';
import { accept, type Outcome, refuse, settle, type WaitingUnit } from '../waiting-units.ts';
import { settleFate } from './commit-fate.ts';
import type { Connections } from './connections.ts';
import { isConflict, isLost } from './failures.ts';
import { createGate } from './gate.ts';
import { CommitLostError, transact } from './transact.ts';

/** Units in one transaction: bounds how long other nodes wait for the organisation. */
const UNITS_PER_COMMIT = 64;
/** How often a transaction that lost against another, or lost its connection, is begun in all. */
const ATTEMPTS = 5;
/** Transactions at a time on this node, so that reads always find a connection. */
const TRANSACTIONS = 6;
/** How long a unit may wait for its turn, milliseconds; it has not begun then. */
const PATIENCE_MS = 9000;

export class PgWriter implements Writer {
  readonly #connections: Connections;
  readonly #gate = createGate(TRANSACTIONS);
  readonly #queues = new Map<string, WaitingUnit[]>();
  readonly #lanes = new Set<Promise<void>>();
  #waiting = 0;
  #closed = false;
  #commits = 0;

  constructor(connections: Connections) {
    this.#connections = connections;
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
      const leave = await this.#gate();
      const batch = queue.splice(0, UNITS_PER_COMMIT);
      const late = batch.filter(({ since }) => performance.now() - since > PATIENCE_MS);
      const inTime = batch.filter((waiting) => !late.includes(waiting));
      if (late.length > 0) refuse(late, new Error('It waited too long for its turn.'));
      if (inTime.length > 0) await this.#settle(organizationId, inTime);
      this.#waiting -= batch.length;
      leave();
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
      try {
        const outcomes = await transact(this.#connections, organizationId, batch);
        this.#commits += 1;
        return outcomes;
      } catch (error) {
        if (error instanceof CommitLostError) {
          const isCommitted = await settleFate(this.#connections, organizationId, error.head);
          if (isCommitted) return error.outcomes;
        } else if (isLost(error)) {
          // Looking for a host takes as long as the one that does not answer is waited for.
          if (this.#connections.isAway) throw error;
          // Another host may take the writes by now.
          await this.#connections.moveOn().catch(() => {});
        } else if (!isConflict(error)) {
          throw error;
        }
        if (attempt === ATTEMPTS) {
          throw new UnavailableError('The database did not take the write.', { cause: error });
        }
      }
    }
  }
}
