/** The file of the activity log, as its worker writes it. */
import Database from 'better-sqlite3';
import { type DynamicQuery, SQLITE } from '../db/index.ts';
import { eraseBetween, pieceBefore } from './erase-activity.ts';
import { FIELDS, type Field } from './messages.ts';
import { redactRow } from './redact-row.ts';
import type { ActivityErasure, ActivityStore } from './types.ts';

const SCHEMA_VERSION = 1;
const SCHEMA = `
  create table activity (
    id integer primary key, organization_id text, connection_id text, token_id text,
    at text not null, request_id text not null, method text not null, path text not null,
    query text not null, status integer not null, duration_us integer not null,
    resource_type text, resource_id text, notes text not null, detail text, scim_type text,
    request_body text, user_agent text
  ) strict;
  create index activity_by_organization on activity (organization_id, id);
  pragma user_version = ${SCHEMA_VERSION};`;
const INSERT = `insert into activity (organization_id, connection_id, token_id, at, request_id,
  method, path, query, status, duration_us, resource_type, resource_id, notes, detail, scim_type,
  request_body, user_agent) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** Rows go in the order of their time, so the oldest are those with the smallest ids. */
const DELETE_SOME = `delete from activity where at < ? and id in
  (select id from activity order by id limit 5000)`;

export interface ActivityFile extends ActivityStore {
  write(fields: readonly Field[]): number;
  deleteOld(before: number): boolean;
  erase(erasure: ActivityErasure, before: number): number | undefined;
  close(): void;
}

/**
 * Opens the file, making it as needed. It need not survive the loss of power to the last row, so the
 * disk is not waited for.
 */
export function openActivityFile(path: string): ActivityFile {
  const database = new Database(path);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = normal');
  // What is deleted is not left in pages that nobody uses.
  database.pragma('secure_delete = on');
  if (database.pragma('user_version', { simple: true }) === 0) {
    database.transaction(() => database.exec(SCHEMA)).exclusive();
  }
  const insert = database.prepare(INSERT);
  const remove = database.prepare<[string]>(DELETE_SOME);
  const insertAll = database.transaction((fields: readonly Field[]) => {
    for (let at = 0; at < fields.length; at += FIELDS) insert.run(redactRow(fields, at));
  });
  const prepared = ({ sql, parameters }: DynamicQuery) => database.prepare(sql).bind(...parameters);
  return {
    write(fields) {
      insertAll(fields);
      return fields.length / FIELDS;
    },
    deleteOld: (before) => remove.run(new Date(before).toISOString()).changes > 0,
    erase(erasure, before) {
      const piece = pieceBefore(SQLITE, erasure.organizationId, before);
      const start = prepared(piece).pluck().get() as number | null;
      if (start === null) {
        // The log of changes still has what was there before.
        database.pragma('wal_checkpoint(truncate)');
        return undefined;
      }
      prepared(eraseBetween(SQLITE, erasure, start, before)).run();
      return start;
    },
    close: () => database.close(),
  };
}
