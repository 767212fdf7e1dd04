import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type RawBuilder, sql } from 'kysely';
import {
  type ActivityTable,
  compileSql,
  EVERY_ORGANIZATION,
  type Session,
  SQLITE,
} from '../db/index.ts';
import type { ActivityFilter, ActivityNote, ActivityRow } from './types.ts';

const DEFAULT_LIMIT = 50;
const LIMIT_MAX = 1000;

type StoredActivity = Omit<ActivityTable, 'id'> & { readonly id: number };

/** Reads the newest rows of the file that pass the filter, newest first. */
export function readActivityFile(path: string, filter: ActivityFilter): ActivityRow[] {
  if (!existsSync(path)) return [];
  const database = new Database(path, { readonly: true });
  try {
    const query = sql`select * from activity where ${conditions(filter)}
      order by id desc limit ${limitOf(filter)}`;
    const { sql: text, parameters } = compileSql(query, SQLITE);
    return database
      .prepare<unknown[], StoredActivity>(text)
      .all(...parameters)
      .map(rowOf);
  } finally {
    database.close();
  }
}

/** The same of the table that nodes share. */
export async function readActivityTable(
  session: Session,
  filter: ActivityFilter,
): Promise<ActivityRow[]> {
  const { organizationId } = filter;
  const newest = (from: RawBuilder<unknown>) => sql`select a.* from ${from}
    order by a.id desc limit ${limitOf(filter)}`;
  // The key begins with the organisation: the newest of each are found by it, then those of all.
  const query =
    organizationId === undefined
      ? newest(sql`(select id from organization union all select '') o cross join lateral (
          ${newest(sql`activity a where a.organization_id = o.id and ${conditions(filter)}`)}) a`)
      : newest(sql`activity a where ${conditions(filter)}`);
  const rows = await session.dynamic<StoredActivity>(
    compileSql(query, session.dialect),
    organizationId ?? EVERY_ORGANIZATION,
  );
  return rows.map(rowOf);
}

function limitOf({ limit = DEFAULT_LIMIT }: ActivityFilter): number {
  return Math.min(Math.max(limit, 0), LIMIT_MAX);
}

function conditions(filter: ActivityFilter): RawBuilder<unknown> {
  const { organizationId, connectionId, requestId, failed, after } = filter;
  const parts = [
    organizationId === undefined ? undefined : sql`organization_id = ${organizationId}`,
    connectionId === undefined ? undefined : sql`connection_id = ${connectionId}`,
    requestId === undefined ? undefined : sql`request_id = ${requestId}`,
    failed === true ? sql`status >= 400` : undefined,
    after === undefined ? undefined : sql`id > ${after}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

function rowOf(row: StoredActivity): ActivityRow {
  return {
    id: row.id,
    organizationId: row.organization_id === '' ? null : row.organization_id,
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
