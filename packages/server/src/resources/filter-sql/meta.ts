import type { Attribute } from '@rollcall/scim';
import { sql } from 'kysely';
import type { Value } from './compare.ts';
import type { FilterScope } from './places.ts';

/** What `meta` shows (RFC 7643 §3.1); it is never part of the stored resource. */
export function metaValue(
  { type, baseUrl, dialect }: FilterScope,
  sub: Attribute | undefined,
): Value {
  switch (sub?.name) {
    case 'resourceType':
      return dialect.toText(type.name);
    case 'created':
      return instant('s.created_at');
    case 'lastModified':
      return instant('s.modified_at');
    case 'location':
      return sql`(${dialect.toText(`${baseUrl}${type.endpoint}/`)} || s.id)`;
    case 'version':
      return sql`('W/"' || s.version || '"')`;
    default:
      return sql`1`;
  }
}

/** Milliseconds as stored, made as wide as the comparison keys of instants. */
function instant(column: string): Value {
  return sql.raw(`(substr(${column}, 1, 23) || '000000Z')`);
}
