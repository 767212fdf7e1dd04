/** How this program connects to PostgreSQL, and connections for one purpose. */
import { Client, type ClientConfig, types } from 'pg';

/** How long to wait for a connection, milliseconds. */
const CONNECT_MS = 5000;
/** Types that the driver gives as text because they can be larger than a number: ours never are. */
const NUMBERS: ReadonlySet<number> = new Set([types.builtins.INT8, types.builtins.NUMERIC]);

/** @param role What the connection works as, when that is not who it logs in as. */
export function clientConfig(url: string, role?: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'rollcall',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    ...(role !== undefined && { options: `-c role=${role}` }),
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        NUMBERS.has(oid) ? Number : types.getTypeParser(oid, format as 'text'),
    },
  };
}

/** Connects, asks, and lets go. */
export async function askOnce<T>(url: string, ask: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(clientConfig(url));
  client.on('error', () => {});
  try {
    await client.connect();
    return await ask(client);
  } finally {
    await client.end().catch(() => {});
  }
}
