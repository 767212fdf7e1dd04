/** What is stored, read past the store: rows of either database, and files of the data directory. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askPostgres } from './ask-postgres.ts';
import type { TestServer } from './server.ts';

/** Rows of SQL that both databases understand. */
export async function rowsOf<R>({ app, databaseUrl }: TestServer, sql: string): Promise<R[]> {
  if (databaseUrl !== undefined) return (await askPostgres(databaseUrl, sql)) as R[];
  return app.reader.dynamic<R>({ sql, parameters: [] });
}

/** Names of the tables whose rows say whose they are. */
export async function ownedTables(server: TestServer): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    server,
    server.app.db.kind === 'sqlite'
      ? `select t.name from sqlite_schema t, pragma_table_info(t.name) c
          where t.type = 'table' and c.name = 'organization_id' order by 1`
      : `select table_name as name from information_schema.columns
          where table_schema = 'public' and column_name = 'organization_id' order by 1`,
  );
  return rows.map(({ name }) => name);
}

const ACCESS_TABLES = [
  ...['organization', 'connection', 'member', 'link', 'claim', 'resource', 'membership', 'token'],
];

/** Every row of an organisation in tables that say who may do what. */
export async function accessRows(server: TestServer, organizationId: string): Promise<string> {
  const tables = ACCESS_TABLES.map(async (table) => {
    const column = table === 'organization' ? 'id' : 'organization_id';
    const rows = await rowsOf<Record<string, unknown>>(
      server,
      `select * from ${table} where ${column} = '${organizationId}'`,
    );
    return [
      table,
      rows.map(({ last_used_at: _, last_used_from: __, ...row }) => JSON.stringify(row)).sort(),
    ];
  });
  return JSON.stringify(await Promise.all(tables));
}

/** Names of all columns of all tables, as they are and in camel case. */
export async function columnNames(server: TestServer): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    server,
    server.app.db.kind === 'sqlite'
      ? "select distinct c.name from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table'"
      : "select distinct column_name as name from information_schema.columns where table_schema = 'public'",
  );
  const names = rows.map(({ name }) => name);
  const camel = (name: string) =>
    name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [...new Set([...names, ...names.map(camel)])];
}

/**
 * Files of the data directory, and on PostgreSQL tables, that hold the text, after everything was
 * written.
 */
export async function placesWith(server: TestServer, text: string): Promise<string[]> {
  await server.app.activity.flush();
  const files = filesWith(server.data, text);
  const { databaseUrl } = server;
  return databaseUrl === undefined ? files : [...files, ...(await tablesWith(databaseUrl, text))];
}

/** Files of a data directory that hold the text. */
export function filesWith(data: string, text: string): string[] {
  return readdirSync(data).filter((name) => {
    if (name.endsWith('.sock')) return false;
    return readFileSync(join(data, name)).includes(text);
  });
}

/** Tables of a PostgreSQL that hold the text. */
export async function tablesWith(databaseUrl: string, text: string): Promise<string[]> {
  const tables = await askPostgres(
    databaseUrl,
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const sql = `select 1 from "${name}" as t where strpos(t::text, '${text}') > 0 limit 1`;
    if ((await askPostgres(databaseUrl, sql)).length > 0) found.push(String(name));
  }
  return found;
}
