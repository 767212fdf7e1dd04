import { query, type Writer } from '../db/index.ts';
import type { LiveToken } from '../registry/index.ts';

/** How often the last use of one token is written, milliseconds. */
const INTERVAL_MS = 60_000;
/** What is kept of the address of a client, characters. */
const ADDRESS_LENGTH = 64;

const setLastUsed = query<{ organization: string; id: string; at: string; from: string }>()(
  (db, p) =>
    db
      .updateTable('token')
      .set({ last_used_at: p('at'), last_used_from: p('from') })
      .where('organization_id', '=', p('organization'))
      .where('id', '=', p('id')),
);

/** Notes when tokens were last used, at most once a minute each, so that it costs reads nothing. */
export class TokenUse {
  readonly #writer: Writer;
  /** When each token's use was last written, milliseconds since 1970. */
  readonly #written = new Map<string, number>();

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /**
   * @param now Milliseconds since 1970.
   * @param from The client's address; read only when it is written.
   */
  used({ organizationId, id }: LiveToken, now: number, from: () => string): void {
    const last = this.#written.get(id);
    if (last !== undefined && now - last < INTERVAL_MS) return;
    this.#written.set(id, now);
    const at = new Date(now).toISOString();
    const address = from().slice(0, ADDRESS_LENGTH);
    this.#writer
      .write(organizationId, (session) =>
        session.run(setLastUsed, { organization: organizationId, id, at, from: address }),
      )
      // A use that could not be written is written at the next one.
      .catch(() => this.#written.delete(id));
  }
}
