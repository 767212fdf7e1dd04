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
/** How far back to ask, seconds: longer than any transaction lasts. */
const WINDOW_SECONDS = 120;

const RECENT = {
  name: 'rollcall_registry_changes',
  text: `select organization_id, changed_at::text as changed_at, pg_is_in_recovery() as is_standby
    from registry_change where changed_at > now() - interval '${WINDOW_SECONDS} seconds'
    union all select '', '', pg_is_in_recovery()`,
};

export interface DatabaseWatch {
  close(): Promise<void>;
}

/** @param changed Told of each organisation that changed; may be told more than once. */
export async function watchDatabase(
  connections: Connections,
  changed: (organizationId: string) => void,
): Promise<DatabaseWatch> {
  /** What was told already: when each organisation changed last. */
  let told = new Map<string, string>();
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
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) changed(payload);
    });
    await client.connect();
    await client.query('listen rollcall_registry');
    ear = client;
    return client;
  }

  async function ask(client: Client): Promise<void> {
    const { rows } = await client.query(RECENT);
    const recent = new Map<string, string>();
    for (const { organization_id, changed_at, is_standby } of rows) {
      if (is_standby === true) throw new UnavailableError('This host takes no writes any more.');
      if (organization_id !== '') recent.set(organization_id, changed_at);
    }
    for (const [id, at] of recent) if (told.get(id) !== at) changed(id);
    told = recent;
  }

  async function turn(): Promise<void> {
    const late = setTimeout(() => {
      connections.setAway(true);
      void ear?.end().catch(() => {});
    }, HEARTBEAT_MS);
    try {
      await ask(ear ?? (await listen()));
      connections.setAway(false);
    } catch {
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
