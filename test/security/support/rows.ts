/** What is in the data directory, read beside the server. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { TestServer } from '../../support/server.ts';

/** Every row of an organisation in tables that say who may do what. */
export function accessRows(server: TestServer, organizationId: string): string {
  return inDatabase(server, (database) =>
    JSON.stringify(
      [
        'organization',
        'connection',
        'member',
        'link',
        'claim',
        'resource',
        'membership',
        'token',
      ].map((table) => {
        const column = table === 'organization' ? 'id' : 'organization_id';
        const rows = database
          .prepare<[string], Record<string, unknown>>(`SELECT * FROM ${table} WHERE ${column} = ?`)
          .all(organizationId);
        return [table, rows.map(({ last_used_at: _, ...row }) => row)];
      }),
    ),
  );
}

/** Names of all columns of all tables, as they are and in camel case. */
export function columnNames(server: TestServer): string[] {
  const names = inDatabase(server, (database) =>
    database
      .prepare<[], { name: string }>(
        "SELECT DISTINCT c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'",
      )
      .all()
      .map(({ name }) => name),
  );
  const camel = (name: string) =>
    name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [...new Set([...names, ...names.map(camel)])];
}

/** Files of the data directory that hold the text, after everything was written. */
export async function filesWith(server: TestServer, text: string): Promise<string[]> {
  await server.app.activity.flush();
  return readdirSync(server.data).filter((name) => {
    if (name.endsWith('.sock')) return false;
    return readFileSync(join(server.data, name)).includes(text);
  });
}

function inDatabase<T>(server: TestServer, read: (database: Database.Database) => T): T {
  const database = new Database(join(server.data, 'rollcall.db'), { readonly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}
