/** What the source says of itself: its organisations, how much there is of them, how far they are. */
import { sql } from 'kysely';
import { compileSql, ORGANIZATION_TABLES, rawQuery, type Session } from '../db/index.ts';
import type { Side } from './side.ts';

const selectOrganizations = rawQuery<Record<never, never>>()(
  () => sql<{ id: string; slug: string }>`select id, slug from organization order by id`,
);

const selectHead = rawQuery<{ organization: string }>()(
  (p) => sql<{ last_seq: number; audit_hash: Uint8Array }>`select last_seq, audit_hash
    from organization_sequence where organization_id = ${p('organization')}`,
);

/** Names of organisations by id. */
export async function organizationsOf(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.all(selectOrganizations, {});
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}

/**
 * How many changes an organisation has seen and the hash of them all: the same in two databases only if
 * they have seen the same. Within a transaction.
 *
 * @returns undefined when it is not there.
 */
export async function headOf(side: Side, organizationId: string): Promise<string | undefined> {
  await side.enter(organizationId);
  const head = await side.session.first(selectHead, { organization: organizationId });
  if (head === undefined) return undefined;
  return `${head.last_seq} ${Buffer.from(head.audit_hash).toString('hex')}`;
}

/** How much there is of an organisation. */
export interface Size {
  /** In all its tables. */
  readonly rows: number;
  /** Changes that its audit log tells of. */
  readonly changes: number;
}

/** Within a transaction. */
export async function sizeOf(side: Side, organizationId: string): Promise<Size> {
  await side.enter(organizationId);
  const counts = ORGANIZATION_TABLES.map(
    (table) =>
      sql`(select count(*) from ${sql.table(table)} where organization_id = ${organizationId})`,
  );
  const [size] = await side.session.dynamic<Size>(
    compileSql(
      sql`select ${sql.join(counts, sql` + `)} as "rows", coalesce((select last_seq
        from organization_sequence where organization_id = ${organizationId}), 0) as changes`,
      side.session.dialect,
    ),
  );
  return size ?? { rows: 0, changes: 0 };
}
