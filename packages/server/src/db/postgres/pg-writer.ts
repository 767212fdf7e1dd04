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
import { isConflict, isLost, isStale } from './failures.ts';
import { createGate } from './gate.ts';
import { CommitLostError, transact } from './transact.ts';

/** Units in one transaction: bounds how long other nodes wait for the organisation. */
const UNITS_PER_COMMIT = 64;
/** How often a transaction that lost against another, or lost its connection, is begun in all. */
const ATTEMPTS = 5;
/** Transactions at a time on this node, so that reads always find a connection. */
const TRANSACTIONS = 6;
/** How long a unit may wait for its turn, milliseconds; it has not begun then. */
const PATIENCE_MS = 3500;
/**
 * How long after it came a unit has its answer, whatever the database does, milliseconds: ten seconds
 * with a margin.
 */
const ANSWER_MS = 8500;
/** A transaction that waits for its lock takes so long: with less left it is not begun again. */
const ATTEMPT_MS = 4000;
/** How often to look for units that waited too long, milliseconds. */
const SWEEP_MS = 250;

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
    // Also while a transaction before them is stuck.
    const sweep = setInterval(() => this.#refuseLate(queue), SWEEP_MS);
    while (queue.length > 0) {
      const leave = await this.#gate();
      const batch = queue.splice(0, UNITS_PER_COMMIT);
      if (batch.length > 0) await this.#settle(organizationId, batch);
      this.#waiting -= batch.length;
      leave();
    }
    clearInterval(sweep);
    this.#queues.delete(organizationId);
  }

  #refuseLate(queue: WaitingUnit[]): void {
    const latest = performance.now() - PATIENCE_MS;
    // They are in the order they came.
    const inTime = queue.findIndex(({ since }) => since > latest);
    const late = queue.splice(0, inTime === -1 ? queue.length : inTime);
    if (late.length === 0) return;
    this.#waiting -= late.length;
    refuse(late, new Error('It waited too long for its turn.'));
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
    const deadline = (batch[0]?.since ?? performance.now()) + ANSWER_MS;
    for (let attempt = 1; ; attempt++) {
      try {
        const outcomes = await transact(this.#connections, organizationId, batch, deadline);
        this.#commits += 1;
        return outcomes;
      } catch (error) {
        if (error instanceof CommitLostError) {
          const isCommitted = await settleFate(this.#connections, organizationId, error, deadline);
          if (isCommitted) {
            this.#commits += 1;
            return error.outcomes;
          }
        } else if (isStale(error)) {
          this.#connections.renew();
        } else if (isLost(error)) {
          // Looking for a host takes as long as the one that does not answer is waited for.
          if (this.#connections.isAway) throw error;
          // Another host may take the writes by now.
          await this.#connections.moveOn().catch(() => {});
        } else if (!isConflict(error)) {
          throw error;
        }
        if (attempt === ATTEMPTS || performance.now() + ATTEMPT_MS > deadline) {
          throw new UnavailableError('The database did not take the write.', { cause: error });
        }
      }
    }
  }
}
