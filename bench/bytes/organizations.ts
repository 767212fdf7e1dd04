/** Many small organisations, put in by hand: one connection and one token each, no users. */
import { hash } from 'node:crypto';
import type { MeasuredStorage, Row } from './storage.ts';

const AT = '2026-01-01T00:00:00.000Z';

export async function insertOrganizations(storage: MeasuredStorage, count: number): Promise<void> {
  const rows = <R extends Row>(row: (id: string) => R) =>
    Array.from({ length: count }, (_, n) => row(String(n).padStart(10, '0')));
  await storage.insert(
    'organization',
    ['id', 'slug', 'name', 'plan_id', 'created_at'],
    rows((id) => [id, `customer-${id}`, `Customer number ${id}`, 'enterprise', AT]),
  );
  await storage.insert(
    'organization_sequence',
    ['organization_id', 'last_seq', 'audit_hash'],
    rows((id) => [id, 0, hash('sha256', id, 'buffer')]),
  );
  await storage.insert(
    'connection',
    [
      ...['organization_id', 'id', 'name', 'mode', 'dialect', 'link_policy'],
      ...['duplicate_group_names', 'groups_enabled', 'created_at'],
    ],
    rows((id) => [id, uuid(id), 'Default', 'tolerant', 'okta', 'automatic', 0, 1, AT]),
  );
  await storage.insert(
    'token',
    [
      ...['organization_id', 'id', 'connection_id', 'owner_id', 'name', 'digest', 'hint'],
      ...['scopes', 'created_at', 'expires_at'],
    ],
    rows((id) => {
      const digest = hash('sha256', `token ${id}`, 'buffer');
      const own = [uuid(`t${id}`), uuid(id), uuid(`m${id}`), 'okta', digest, `rcpat_${id}_abcdef`];
      return [id, ...own, '["scim:write"]', AT, '2027-01-01T00:00:00.000Z'];
    }),
  );
}

/** Always the same one for the same text. */
function uuid(text: string): string {
  const hex = hash('sha256', text);
  return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-');
}
