/** One connection of its own, for work that is no request: a transaction may last for hours. */
import { Client } from 'pg';
import { UnavailableError } from '../session.ts';
import { parseDatabaseUrl } from './hosts.ts';
import { clientConfig } from './one-connection.ts';
import { findPrimary } from './primary.ts';

/** No time limits, whatever the database has as its defaults. */
const PATIENCE = `select set_config(name, '0', false) from pg_settings where name in (
  'statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_session_timeout',
  'idle_in_transaction_session_timeout')`;
/** The server notices within a minute that our machine is gone, and lets go of what we hold. */
const KEEPALIVE =
  'set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 4';

/**
 * Connects to the host of a URL that takes writes.
 *
 * @param url As `--database-url`; several hosts are tried in turn.
 * @param name Of the database in messages: without user and password.
 * @throws UnavailableError when none takes writes.
 */
export async function connectPostgres(url: string, name: string): Promise<Client> {
  const urls = parseDatabaseUrl(url) ?? [];
  let client: Client | undefined;
  try {
    const one = urls[await findPrimary(urls)] ?? '';
    client = new Client({ ...clientConfig(one), application_name: 'rollcall-copy' });
    // Whoever uses the connection gets its error anyway; without a listener it would end the process.
    client.on('error', () => {});
    await client.connect();
    await client.query(`${PATIENCE}; ${KEEPALIVE}`);
    return client;
  } catch (cause) {
    await client?.end().catch(() => {});
    throw new UnavailableError(`${name} cannot be used: ${reasonOf(cause)}.`, { cause });
  }
}

/** The driver gives some errors of the network a code and no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.message || String(Reflect.get(error, 'code'))).replace(/\.$/, '');
}
