/** The connections of one node to its database, whichever of the hosts takes writes now. */
import { type Client, Pool, type PoolClient } from 'pg';
import { UnavailableError } from '../session.ts';
import { isFull, toUnavailable } from './failures.ts';
import { clientConfig } from './one-connection.ts';
import { findPrimary } from './primary.ts';
import { prepareScope } from './scoped-query.ts';

/** Connections that reads and writes of this node share. */
const CONNECTIONS = 10;
/** Requests that may wait for one; more are refused. */
const WAITING_MAX = 2000;
/**
 * Bounds that the server holds, milliseconds: for a statement, for the wait for a row that another
 * transaction has, and for a transaction that does nothing.
 */
export const SESSION_BOUNDS = {
  statement_timeout: 20_000,
  lock_timeout: 3000,
  idle_in_transaction_session_timeout: 15_000,
};
/** Between looks for a host that takes writes, milliseconds. */
const SEARCH_PAUSE_MS = 300;

export interface ConnectionOptions {
  /** One for each host. */
  readonly urls: readonly string[];
  /** What the connections work as, when that is not who they log in as. */
  readonly role: string | undefined;
  /** The host to begin with; others are looked for when it takes no writes any more. */
  readonly host?: number;
}

export class Connections {
  readonly #options: ConnectionOptions;
  readonly #open = new Set<Client>();
  #host: number;
  #pool: Pool;
  #isAway = false;
  #search: Promise<void> | undefined;
  #searchedAt = Number.NEGATIVE_INFINITY;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#host = options.host ?? 0;
    this.#pool = this.#makePool();
  }

  /** Of the host that is used now. */
  get url(): string {
    return this.#options.urls[this.#host] ?? '';
  }

  /** Connections in all, those that nobody uses, and requests that wait for one. */
  get counts(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.#pool;
    return { total, idle, waiting };
  }

  /** One for each host. */
  get urls(): readonly string[] {
    return this.#options.urls;
  }

  get role(): string | undefined {
    return this.#options.role;
  }

  /** It left a heartbeat unanswered and did not answer since. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /**
   * A connection of one's own until {@link give} takes it back.
   *
   * @throws UnavailableError when the database is away or all connections are taken for too long.
   */
  async take(): Promise<PoolClient> {
    this.#checkRoom();
    try {
      return await this.#pool.connect();
    } catch (error) {
      const isOnly = this.#options.urls.length === 1;
      if (isOnly || this.#isAway || isFull(error)) throw toUnavailable(error);
    }
    await this.moveOn();
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw toUnavailable(error);
    }
  }

  /** @param isBroken In an unknown state, so not to be used again. */
  give(client: PoolClient, isBroken = false): void {
    client.release(isBroken);
  }

  /** Looks for the host that takes writes, unless that was done a moment ago. */
  moveOn(): Promise<void> {
    if (performance.now() - this.#searchedAt < SEARCH_PAUSE_MS) {
      return this.#search ?? Promise.resolve();
    }
    this.#search ??= this.#findHost().finally(() => {
      this.#search = undefined;
      this.#searchedAt = performance.now();
    });
    return this.#search;
  }

  /**
   * A database that answers nothing is away: what waits for it fails now, and what comes is refused
   * until it answers again.
   */
  setAway(isAway: boolean): void {
    this.#isAway = isAway;
    if (!isAway) return;
    const open = [...this.#open];
    this.renew();
    for (const client of open) void client.end().catch(() => {});
  }

  /** Uses new connections from here on; those in use end when they are given back. */
  renew(): void {
    const old = this.#pool;
    this.#pool = this.#makePool();
    // Resolves when the last connection was given back.
    old.end().catch(() => {});
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #checkRoom(): void {
    if (this.#isAway) throw new UnavailableError('The database does not answer.');
    if (this.#pool.waitingCount >= WAITING_MAX) {
      throw new UnavailableError('Too many requests wait for the database.');
    }
  }

  async #findHost(): Promise<void> {
    try {
      this.#use(await findPrimary(this.#options.urls, this.#host));
    } catch (error) {
      throw toUnavailable(error);
    }
  }

  #use(host: number): void {
    if (host === this.#host) return;
    this.#host = host;
    this.renew();
  }

  #makePool(): Pool {
    const pool = new Pool({
      ...clientConfig(this.url, this.role),
      ...SESSION_BOUNDS,
      max: CONNECTIONS,
      onConnect: async (client) => {
        this.#open.add(client as Client);
        // Also one that the pool never had, because what follows failed.
        client.once('end', () => this.#open.delete(client as Client));
        client.on('error', () => {});
        await prepareScope(client);
      },
    });
    // Without listeners a connection that breaks would end the process: the pool speaks for those
    // that nobody uses, each connection for itself while it is used. Its user gets the error anyway.
    pool.on('error', () => {});
    return pool;
  }
}
