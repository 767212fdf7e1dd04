import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Bytes of a row of the activity log with its index, where it is a file of the node. */
export function activityBytes(data: string): number | undefined {
  const path = join(data, 'activity.db');
  if (!existsSync(path)) return undefined;
  const db = new Database(path, { readonly: true });
  try {
    const ask = (text: string) => db.prepare<[], number>(text).pluck().get() ?? 0;
    const rows = ask('select count(*) from activity');
    return rows === 0 ? undefined : ask('select sum(pgsize) from dbstat') / rows;
  } finally {
    db.close();
  }
}
