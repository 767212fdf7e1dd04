/** Keys, indexes and references of a database, asked for in its own words. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { createTestDatabase, TEST_DATABASE } from '../../../../test/support/postgres.ts';
import { openDatabase } from './open.ts';

/** An index, or the key of a table that has none for it. */
export interface Index {
  readonly table: string;
  readonly name: string;
  /** In order; null for an expression. */
  readonly columns: readonly (string | null)[];
}

export interface Reference {
  readonly table: string;
  readonly target: string;
  /** Pairs of columns: this table's, the other's. */
  readonly columns: readonly (readonly [string, string])[];
}

export interface Schema {
  readonly tables: readonly string[];
  readonly indexes: readonly Index[];
  readonly references: readonly Reference[];
  /** Tables with a column `organization_id` that no row lacks. */
  readonly owned: readonly string[];
  /** Tables of which a statement sees the rows of one organisation alone, whoever sends it. */
  readonly walled: readonly string[];
}

/** Of the database that this run of a file is for, with all migrations. */
export function testedSchema(): Promise<Schema> {
  return TEST_DATABASE === 'postgres' ? readPostgres() : readSqlite();
}

async function readPostgres(): Promise<Schema> {
  const database = await createTestDatabase();
  try {
    return await postgresSchema(database.url);
  } finally {
    await database.drop();
  }
}

async function readSqlite(): Promise<Schema> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-sharding-'));
  try {
    const path = join(directory, 'rollcall.db');
    await openDatabase(path).close();
    return sqliteSchema(path);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function sqliteSchema(path: string): Schema {
  const db = new Database(path, { readonly: true });
  const rows = <R>(text: string, value: string) => db.prepare<[string], R>(text).all(value);
  const tables = rows<{ name: string }>(
    "select name from sqlite_schema where type = ? and name not like 'sqlite%' order by name",
    'table',
  ).map(({ name }) => name);
  const indexed = (table: string) =>
    rows<{ name: string }>('select name from pragma_index_list(?)', table).map(({ name }) => ({
      table,
      name,
      columns: rows<{ name: string | null }>(
        'select name from pragma_index_info(?) order by seqno',
        name,
      ).map((column) => column.name),
    }));
  const key = (table: string) => ({
    table,
    name: 'primary key',
    columns: rows<{ name: string }>(
      'select name from pragma_table_info(?) where pk > 0 order by pk',
      table,
    ).map(({ name }) => name),
  });
  const references = (table: string) =>
    rows<{ target: string; columns: string }>(
      `select "table" as target, json_group_array(json_array("from", "to")) as columns
        from pragma_foreign_key_list(?) group by id`,
      table,
    ).map(({ target, columns }) => ({ table, target, columns: JSON.parse(columns) }));
  const isOwned = (table: string) =>
    rows(
      `select 1 from pragma_table_info(?) where name = 'organization_id' and "notnull" = 1`,
      table,
    ).length === 1;
  try {
    return {
      tables,
      indexes: tables.flatMap((table) => [key(table), ...indexed(table)]),
      references: tables.flatMap(references),
      owned: tables.filter(isOwned),
      walled: [],
    };
  } finally {
    db.close();
  }
}

async function postgresSchema(url: string): Promise<Schema> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async <R extends pg.QueryResultRow>(text: string) =>
    (await client.query<R>(text)).rows;
  const ours = "n.nspname = 'public'";
  try {
    const tables = await rows<{ name: string; owned: boolean; walled: boolean }>(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as walled, exists (select 1 from pg_attribute a
          where a.attrelid = c.oid and a.attname = 'organization_id' and a.attnotnull) as owned
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and ${ours} order by 1`);
    const indexes = await rows<Index>(`
      select t.relname as table, c.relname as name, (
          select array_agg(a.attname::text order by k.at)
          from unnest(i.indkey::int2[]) with ordinality k (attribute, at)
          left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attribute
          where k.at <= i.indnkeyatts) as columns
      from pg_index i join pg_class t on t.oid = i.indrelid join pg_class c on c.oid = i.indexrelid
      join pg_namespace n on n.oid = t.relnamespace where ${ours} order by 1, 2`);
    const references = await rows<Reference>(`
      select t.relname as table, f.relname as target, (
          select array_agg(array[a.attname::text, b.attname::text] order by k.at)
          from unnest(r.conkey, r.confkey) with ordinality k (own, other, at)
          join pg_attribute a on a.attrelid = r.conrelid and a.attnum = k.own
          join pg_attribute b on b.attrelid = r.confrelid and b.attnum = k.other) as columns
      from pg_constraint r join pg_class t on t.oid = r.conrelid join pg_class f on f.oid = r.confrelid
      join pg_namespace n on n.oid = t.relnamespace where r.contype = 'f' and ${ours}`);
    return {
      tables: tables.map(({ name }) => name),
      indexes,
      references,
      owned: tables.filter(({ owned }) => owned).map(({ name }) => name),
      walled: tables.filter(({ walled }) => walled).map(({ name }) => name),
    };
  } finally {
    await client.end();
  }
}
