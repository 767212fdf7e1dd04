import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const SQL = readFileSync(new URL('../crash/invariants.sql', import.meta.url), 'utf8');

/** The rules of `invariants.sql` that the file breaks, with counts. */
export function brokenInvariants(data: string): { rule: string; broken: number }[] {
  const database = new Database(join(data, 'rollcall.db'), { readonly: true });
  try {
    const rows = database.prepare<[], { rule: string; broken: number }>(SQL).all();
    return rows.filter(({ broken }) => broken > 0);
  } finally {
    database.close();
  }
}
