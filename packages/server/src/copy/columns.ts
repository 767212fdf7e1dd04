import { sql } from 'kysely';
import { type CopiedTableName, compileSql, DOCUMENT_COLUMNS, type Session } from '../db/index.ts';
import type { Column, ColumnKind } from './side.ts';

const KINDS: Readonly<Record<string, ColumnKind>> = {
  text: 'text',
  integer: 'integer',
  bigint: 'integer',
  blob: 'bytes',
  bytea: 'bytes',
};

/** The columns that a table has in this database, in the order of their names. */
export async function columnsOf(
  session: Session,
  table: CopiedTableName,
): Promise<readonly Column[]> {
  const rows = await session.dynamic<{ name: string; type: string }>(
    compileSql(
      session.dialect.name === 'sqlite'
        ? sql`select name, lower(type) as type from pragma_table_info(${table})`
        : sql`select column_name::text as name, data_type::text as type
            from information_schema.columns
            where table_schema = current_schema() and table_name = ${table}`,
      session.dialect,
    ),
  );
  return rows
    .map(({ name, type }) => {
      const kind = DOCUMENT_COLUMNS.has(`${table}.${name}`) ? 'document' : KINDS[type];
      if (kind === undefined) throw new Error(`${table}.${name} has the unknown type ${type}.`);
      return { name, kind };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
