/** A primary and a synchronous standby that change places as often as a test wants. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { PgServer } from './pg-server.ts';
import { createStandby } from './standby.ts';

export class PgPair {
  readonly #directory: string;
  #primary: PgServer;
  #standby: PgServer;
  #generation = 0;

  private constructor(directory: string, primary: PgServer, standby: PgServer) {
    this.#directory = directory;
    this.#primary = primary;
    this.#standby = standby;
  }

  static async create(directory: string): Promise<PgPair> {
    const primary = await PgServer.create(join(directory, '0'));
    const standby = await createStandby(primary, join(directory, '1'), await freePort());
    return new PgPair(directory, primary, standby);
  }

  get primary(): PgServer {
    return this.#primary;
  }

  get standby(): PgServer {
    return this.#standby;
  }

  /** Names both, so that a node finds whichever takes writes. */
  get url(): string {
    const hosts = [this.#primary, this.#standby].map(({ port }) => `127.0.0.1:${port}`);
    const { username, password, pathname } = new URL(this.#primary.url);
    return `postgresql://${username}:${password}@${hosts.join(',')}${pathname}?target_session_attrs=read-write`;
  }

  /** The primary is lost and does not come back; the standby takes its place. */
  async failOver(): Promise<void> {
    const lost = this.#primary;
    await lost.crash();
    this.#primary = this.#standby;
    await this.#primary.query('select pg_promote(true, 60)');
    this.#standby = lost;
  }

  /** A new standby where the lost primary was. */
  async restoreStandby(): Promise<void> {
    const { port } = this.#standby;
    await this.#standby.close();
    const directory = join(this.#directory, `again-${this.#generation++}`);
    this.#standby = await createStandby(this.#primary, directory, port);
  }

  async close(): Promise<void> {
    await this.#standby.close();
    await this.#primary.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
