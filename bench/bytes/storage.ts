/** A database of either kind, as far as its bytes go. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Cluster } from '../postgres/cluster.ts';

export interface Size {
  /** With all indexes, and what is stored outside the row. */
  readonly bytes: number;
  readonly rows: number;
}
export type Sizes = ReadonlyMap<string, Size>;
export type Row = readonly (string | number | Uint8Array | null)[];

export interface MeasuredStorage {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** For the command line. */
  readonly place: readonly string[];
  /** By table. */
  sizes(): Promise<Sizes>;
  /** Bytes that were written ahead while the work was done; no checkpoint comes between. */
  written(work: () => Promise<void>): Promise<number>;
  /** Puts rows into a table by the shortest way. */
  insert(table: string, columns: readonly string[], rows: readonly Row[]): Promise<void>;
}

export function sqliteStorage(data: string): MeasuredStorage {
  const path = join(data, 'rollcall.db');
  const open = <T>(use: (db: Database.Database) => T, options?: Database.Options): T => {
    const db = new Database(path, options);
    try {
      return use(db);
    } finally {
      db.close();
    }
  };
  return {
    name: 'SQLite',
    place: [],
    async sizes() {
      return open((db) => {
        const rows = db
          .prepare<[], { name: string; bytes: number }>(
            `select s.tbl_name as name, sum(d.pgsize) as bytes
              from dbstat d join sqlite_schema s on s.name = d.name
              where d.aggregate = true group by 1`,
          )
          .all();
        const count = (name: string) =>
          db.prepare<[], number>(`select count(*) from ${name}`).pluck().get() ?? 0;
        return new Map(rows.map(({ name, bytes }) => [name, { bytes, rows: count(name) }]));
      });
    },
    async written(work) {
      // Its last reader keeps the server from folding the log into the file, so that it only grows.
      const holder = new Database(path, { readonly: true });
      const bytes = () => statSync(`${path}-wal`).size;
      try {
        open((db) => db.pragma('wal_checkpoint(truncate)'));
        if (bytes() > 0) throw new Error('The log could not be folded into the file.');
        holder.exec('begin; select 1 from plan');
        await work();
        return bytes();
      } finally {
        holder.close();
      }
    },
    async insert(table, columns, rows) {
      open((db) => {
        const marks = columns.map(() => '?').join(', ');
        const statement = db.prepare(`insert into ${table} (${columns}) values (${marks})`);
        db.transaction(() => rows.forEach((row) => void statement.run(row)))();
      });
    },
  };
}

/** Rows in one statement. */
const CHUNK = 500;

export function postgresStorage(cluster: Cluster): MeasuredStorage {
  const ask = <R extends object>(text: string, values?: unknown[]) =>
    cluster.query<R & Record<string, unknown>>(text, 'rollcall', values);
  return {
    name: 'PostgreSQL',
    place: ['--database-url', cluster.url],
    async sizes() {
      await ask('vacuum analyze');
      const tables = await ask<{ name: string; bytes: string }>(
        `select relname as name, pg_total_relation_size(relid) as bytes from pg_stat_user_tables`,
      );
      const sizes = new Map<string, Size>();
      for (const { name, bytes } of tables) {
        const [counted] = await ask<{ rows: string }>(`select count(*) as rows from ${name}`);
        sizes.set(name, { bytes: Number(bytes), rows: Number(counted?.rows) });
      }
      return sizes;
    },
    async written(work) {
      const position = async () => {
        const [row] = await ask<{ at: string }>(
          "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as at",
        );
        return Number(row?.at);
      };
      const before = await position();
      await work();
      return (await position()) - before;
    },
    async insert(table, columns, rows) {
      for (let at = 0; at < rows.length; at += CHUNK) {
        const chunk = rows.slice(at, at + CHUNK);
        const marks = chunk.map(
          (_, r) => `(${columns.map((_, c) => `$${r * columns.length + c + 1}`).join(', ')})`,
        );
        await ask(`insert into ${table} (${columns}) values ${marks.join(', ')}`, chunk.flat());
      }
    },
  };
}
