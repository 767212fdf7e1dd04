import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ActivityTable } from '../db/index.ts';
import type { ActivityFilter, ActivityNote, ActivityRow } from './types.ts';

const DEFAULT_LIMIT = 50;
const LIMIT_MAX = 1000;

type StoredActivity = Omit<ActivityTable, 'id'> & { readonly id: number };

/** Reads the newest rows that pass the filter, newest first. */
export function readActivity(path: string, filter: ActivityFilter): ActivityRow[] {
  if (!existsSync(path)) return [];
  const database = new Database(path, { readonly: true });
  try {
    const { where, values } = conditions(filter);
    const limit = Math.min(Math.max(filter.limit ?? DEFAULT_LIMIT, 0), LIMIT_MAX);
    return database
      .prepare<unknown[], StoredActivity>(
        `select * from activity where ${where} order by id desc limit ?`,
      )
      .all(...values, limit)
      .map(rowOf);
  } finally {
    database.close();
  }
}

function conditions(filter: ActivityFilter): { where: string; values: unknown[] } {
  const parts: string[] = ['true'];
  const values: unknown[] = [];
  const add = (part: string, value: unknown) => {
    if (value === undefined) return;
    parts.push(part);
    values.push(value);
  };
  add('organization_id = ?', filter.organizationId);
  add('connection_id = ?', filter.connectionId);
  add('request_id = ?', filter.requestId);
  add('status >= ?', filter.failed ? 400 : undefined);
  add('id > ?', filter.after);
  return { where: parts.join(' and '), values };
}

function rowOf(row: StoredActivity): ActivityRow {
  return {
    id: row.id,
    organizationId: row.organization_id,
    connectionId: row.connection_id,
    tokenId: row.token_id,
    at: row.at,
    requestId: row.request_id,
    method: row.method,
    path: row.path,
    query: row.query,
    status: row.status,
    durationUs: row.duration_us,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    notes: readNotes(row.notes),
    detail: row.detail,
    scimType: row.scim_type,
    requestBody: row.request_body,
    userAgent: row.user_agent,
  };
}

/** Notes that were too long are cut off and so are no JSON any more. */
function readNotes(text: string): readonly ActivityNote[] {
  try {
    return JSON.parse(text) as ActivityNote[];
  } catch {
    return [{ entry: 'notes-cut', subject: text }];
  }
}
