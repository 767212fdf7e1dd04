import pg from 'pg';
import { clientConfig } from '../../packages/server/src/db/postgres/one-connection.ts';

/** Rows of one statement on a connection of its own. */
export async function askPostgres(
  url: string,
  statement: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(clientConfig(url));
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
