/**
 * A node's ear on the database: one connection that is told of changes of organisations, connections
 * and tokens (LISTEN), and once a second asks for them in case it did not hear. The question is a
 * heartbeat as well: a database that leaves it unanswered is away.
 */
import { Client } from 'pg';
import { UnavailableError } from '../session.ts';
import type { Connections } from './connections.ts';
import { clientConfig } from './one-connection.ts';

/** How often to ask, and to try to listen again, milliseconds. */
const POLL_MS = 1000;
/** How long an answer may take before the database counts as away, milliseconds. */
const HEARTBEAT_MS = 4000;
/**
 * How long a node may be deaf, milliseconds. Beyond, it would go by tokens that may be revoked, so it
 * refuses requests rather.
 */
const DEAF_MS = 8000;
/**
 * How far back of the last answer to ask, seconds: longer than any transaction lasts, for a change has
 * the time of its statement and is seen only after its commit.
 */
const WINDOW_SECONDS = 120;

/** The changes since a while before a time, and first of all the present time. */
const RECENT = {
  name: 'rollcall_registry_changes',
  text: `select '' as organization_id, now()::text as changed_at, pg_is_in_recovery() as is_standby
    union all select organization_id, changed_at::text, false from registry_change
      where changed_at > coalesce($1::timestamptz, now()) - $2 * interval '1 second'`,
};

export interface DatabaseWatch {
  close(): Promise<void>;
}

/**
 * @param changed Takes up what changed of an organisation; may be asked to more than once, and is asked
 * again when it fails.
 */
export async function watchDatabase(
  connections: Connections,
  changed: (organizationId: string) => Promise<void>,
  windowSeconds = WINDOW_SECONDS,
): Promise<DatabaseWatch> {
  /** What was told already: when each organisation changed last. */
  let told = new Map<string, string>();
  /** The database's time of the last answer. However long it was away, nothing is left out. */
  let answeredAt: string | null = null;
  let heardAt = performance.now();
  let ear: Client | undefined;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  async function listen(): Promise<Client> {
    const client = new Client({
      ...clientConfig(connections.url, connections.role),
      application_name: 'rollcall-listener',
      connectionTimeoutMillis: HEARTBEAT_MS,
    });
    const forget = () => {
      if (ear === client) ear = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    ear = client;
    client.on('notification', ({ payload }) => {
      // The next question finds the change again, should this fail.
      if (payload !== undefined) changed(payload).catch(() => {});
    });
    await client.connect();
    await client.query('listen rollcall_registry');
    return client;
  }

  async function ask(client: Client): Promise<void> {
    const { rows } = await client.query({ ...RECENT, values: [answeredAt, windowSeconds] });
    const [present, ...changes] = rows;
    if (present?.is_standby !== false) {
      throw new UnavailableError('This host takes no writes any more.');
    }
    const before = told;
    const recent = new Map(changes.map((row) => [row.organization_id, row.changed_at]));
    told = recent;
    answeredAt = present.changed_at;
    for (const [id, at] of recent) {
      if (before.get(id) === at) continue;
      changed(id).catch(() => {
        // By then there may be a newer map.
        if (told.get(id) === at) told.delete(id);
      });
    }
  }

  async function turn(): Promise<void> {
    const late = setTimeout(() => {
      connections.setAway(true);
      void ear?.end().catch(() => {});
    }, HEARTBEAT_MS);
    try {
      await ask(ear ?? (await listen()));
      heardAt = performance.now();
      connections.setAway(false);
    } catch {
      if (performance.now() - heardAt > DEAF_MS && !connections.isAway) {
        connections.setAway(true);
        process.emitWarning(
          'The database tells of no changes; requests are refused until it does.',
        );
      }
      // Requests are answered with 503 meanwhile, and this goes on trying, at each host in turn.
      await ear?.end().catch(() => {});
      await connections.moveOn().catch(() => {});
    } finally {
      clearTimeout(late);
    }
    if (!isClosed) timer = setTimeout(next, POLL_MS).unref();
  }

  function next(): void {
    round = turn();
  }

  await turn();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await round;
      await ear?.end().catch(() => {});
    },
  };
}
