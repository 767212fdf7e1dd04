/**
 * Tells a node of changes of organisations, connections and tokens that were made anywhere: at once by
 * LISTEN, and in any case by asking every second.
 */
import { Client, type Pool } from 'pg';

/** How often to ask, and to try to listen again, milliseconds. */
const POLL_MS = 1000;
/** How far back to ask, seconds: longer than any transaction lasts. */
const WINDOW_SECONDS = 120;

const RECENT = `select organization_id, changed_at::text as changed_at from registry_change
  where changed_at > now() - interval '${WINDOW_SECONDS} seconds'`;

export interface ChangeWatch {
  close(): Promise<void>;
}

/**
 * @param changed Told of each organisation that changed; may be told more than once.
 */
export async function watchRegistry(
  url: string,
  pool: Pool,
  changed: (organizationId: string) => void,
): Promise<ChangeWatch> {
  /** What was told already: when each organisation changed last. */
  let told = new Map<string, string>();
  let listener: Client | undefined;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  async function ask(): Promise<void> {
    const { rows } = await pool.query<{ organization_id: string; changed_at: string }>({
      name: 'registry_changes',
      text: RECENT,
    });
    const recent = new Map(rows.map((row) => [row.organization_id, row.changed_at]));
    for (const [id, at] of recent) if (told.get(id) !== at) changed(id);
    told = recent;
  }

  async function listen(): Promise<void> {
    const client = new Client({
      connectionString: url,
      application_name: 'rollcall-listener',
      keepAlive: true,
    });
    client.on('error', () => forget(client));
    client.on('end', () => forget(client));
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) changed(payload);
    });
    await client.connect();
    await client.query('listen rollcall_registry');
    listener = client;
  }

  function forget(client: Client): void {
    if (listener === client) listener = undefined;
  }

  async function turn(): Promise<void> {
    try {
      if (listener === undefined) await listen();
      await ask();
    } catch {
      // The database is away: requests are answered with 503 meanwhile, and this goes on trying.
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
      await listener?.end().catch(() => {});
    },
  };
}
