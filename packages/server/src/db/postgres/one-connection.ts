/** How this program connects to PostgreSQL, and connections for one purpose. */
import { Client, type ClientConfig, types } from 'pg';

/** How long to wait for a connection, milliseconds. */
const CONNECT_MS = 5000;
/** How long a question of {@link askOnce} may take when the server does not bound it, milliseconds. */
const ASK_MS = 5000;
/** Types that the driver gives as text because they can be larger than a number: ours never are. */
const NUMBERS: ReadonlySet<number> = new Set([types.builtins.INT8, types.builtins.NUMERIC]);
/** What we set ourselves; the driver would let a URL win. */
const OURS = [
  ...['application_name', 'statement_timeout', 'lock_timeout', 'query_timeout'],
  ...['idle_in_transaction_session_timeout', 'options'],
];

/** @param role What the connection works as, when that is not who it logs in as. */
export function clientConfig(url: string, role?: string): ClientConfig {
  return {
    connectionString: withRole(url, role),
    application_name: 'rollcall',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: CONNECT_MS,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        NUMBERS.has(oid) ? Number : types.getTypeParser(oid, format as 'text'),
    },
  };
}

/** The options of a URL stay, and the role comes behind them. */
function withRole(url: string, role: string | undefined): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  for (const name of OURS) parsed.searchParams.delete(name);
  const options = [given, role === undefined ? undefined : `-c role=${role}`].filter(Boolean);
  if (options.length > 0) parsed.searchParams.set('options', options.join(' '));
  return parsed.href;
}

/**
 * Connects, asks, and lets go.
 *
 * @param timeoutMs For each query, when not even the server answers.
 */
export async function askOnce<T>(
  url: string,
  ask: (client: Client) => Promise<T>,
  timeoutMs: number | undefined = ASK_MS,
): Promise<T> {
  const client = new Client({ ...clientConfig(url), query_timeout: timeoutMs });
  client.on('error', () => {});
  try {
    await client.connect();
    return await ask(client);
  } finally {
    await client.end().catch(() => {});
  }
}
