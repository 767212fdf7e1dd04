import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Session } from '../../packages/server/src/db/index.ts';

/** One script for both databases. */
const SQL = readFileSync(new URL('../crash/invariants.sql', import.meta.url), 'utf8');

interface Broken {
  readonly rule: string;
  readonly broken: number;
}

/** The rules of `invariants.sql` that a database breaks, with counts. */
export async function brokenInvariants(session: Session): Promise<Broken[]> {
  const rows = await session.dynamic<Broken>({ sql: SQL, parameters: [] });
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
