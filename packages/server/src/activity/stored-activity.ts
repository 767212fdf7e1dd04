import type { ActivityTable } from '../db/index.ts';
import type { ActivityNote, ActivityRow } from './types.ts';

export type StoredActivity = Omit<ActivityTable, 'id'> & { readonly id: number };

export function rowOf(row: StoredActivity): ActivityRow {
  return {
    id: Number(row.id),
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
