import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { askPostgres } from './ask-postgres.ts';

/** One script for both databases. */
const SQL = readFileSync(new URL('../crash/invariants.sql', import.meta.url), 'utf8');

interface Broken {
  readonly rule: string;
  readonly broken: number;
}

/** Where a server keeps its data. */
interface Place {
  /** Of a role that row-level security does not hold for. */
  readonly databaseUrl: string | undefined;
  readonly data: string;
}

/** The rules of `invariants.sql` that a database breaks, with counts. */
export async function brokenInvariants({ databaseUrl, data }: Place): Promise<Broken[]> {
  if (databaseUrl === undefined) return brokenInvariantsOfFile(data);
  const rows = (await askPostgres(databaseUrl, SQL)) as unknown as Broken[];
  return rows.filter(({ broken }) => broken > 0);
}

/** The same of the file in a data directory. */
export function brokenInvariantsOfFile(data: string): Broken[] {
  const database = new Database(join(data, 'rollcall.db'), { readonly: true });
  try {
    return database
      .prepare<[], Broken>(SQL)
      .all()
      .filter(({ broken }) => broken > 0);
  } finally {
    database.close();
  }
}
