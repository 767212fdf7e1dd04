/** Reads a table in pages by its key, however many rows it has. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import {
  type CopiedTableName,
  compileSql,
  type DynamicQuery,
  type SqlDialect,
} from '../db/index.ts';
import type { Column, Row, Side } from './side.ts';

/** Rows in a page at most. */
const PAGE_ROWS = 1000;
/** Rows in a first page, before anything is known of their size. */
const FIRST_ROWS = 16;
/** Size that a page should not exceed, UTF-16 units and bytes. */
const PAGE_SIZE = 1024 * 1024;

/** A table as a copy needs to know it. */
export interface CopiedTable {
  readonly name: CopiedTableName;
  readonly columns: readonly Column[];
  /** Columns that tell the rows of an organisation apart, or those of a global table. */
  readonly keys: readonly string[];
}

/** Values of the key columns of a row. */
export type Position = readonly (string | number)[];

export interface Page {
  readonly rows: readonly Row[];
  /** UTF-16 units and bytes. */
  readonly size: number;
  readonly end: Position;
}

/**
 * The rows of one organisation, or all rows of a global table, in the order of their key. The next page
 * is asked for before this one is given, so that the database works while the caller does.
 *
 * @param after Begins behind the row with this key.
 */
export async function* pages(
  side: Side,
  table: CopiedTable,
  organizationId: string | undefined,
  after?: Position,
): AsyncGenerator<Page> {
  const read = async (position: Position | undefined, limit: number) =>
    side.session.dynamic<Row>(
      pageQuery(table, organizationId, position, limit, side.session.dialect),
    );
  let limit = FIRST_ROWS;
  let reading = read(after, limit);
  for (;;) {
    const rows = await reading;
    // The embedded database answers at once: others get their turn here.
    await nextTurn();
    const last = rows.at(-1);
    if (last === undefined) return;
    const isLast = rows.length < limit;
    const page = {
      rows,
      size: rows.reduce((sum, row) => sum + sizeOf(row), 0),
      end: positionOf(table, last),
    };
    if (!isLast) {
      limit = nextLimit(page, limit);
      reading = read(page.end, limit);
      // It is awaited above, unless the caller stops before.
      reading.catch(() => {});
    }
    yield page;
    if (isLast) return;
  }
}

/** By the size of the rows so far: a page of large rows has few. */
function nextLimit({ rows, size }: Page, limit: number): number {
  const fitting = Math.floor(PAGE_SIZE / (size / rows.length));
  return Math.max(1, Math.min(PAGE_ROWS, 4 * limit, fitting));
}

function sizeOf(row: Row): number {
  let size = 0;
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'string' || value instanceof Uint8Array) size += value.length;
    size += 8;
  }
  return size;
}

/** The same rows in parts that are not larger, unless a row is. */
export function* bySize(rows: readonly Row[], most: number): Generator<readonly Row[]> {
  let from = 0;
  let size = 0;
  for (const [index, row] of rows.entries()) {
    const more = sizeOf(row);
    if (index > from && size + more > most) {
      yield rows.slice(from, index);
      from = index;
      size = 0;
    }
    size += more;
  }
  if (from < rows.length) yield rows.slice(from);
}

function positionOf({ name, keys }: CopiedTable, row: Row): Position {
  return keys.map((key) => {
    const value = row[key];
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw new Error(`${name} has a row without ${key}.`);
  });
}

function pageQuery(
  { name, columns, keys }: CopiedTable,
  organizationId: string | undefined,
  after: Position | undefined,
  limit: number,
  dialect: SqlDialect,
): DynamicQuery {
  const selected = columns.map(({ name: column, kind }) =>
    kind === 'document'
      ? sql`${dialect.textOf(sql.ref(column))} as ${sql.ref(column)}`
      : sql.ref(column),
  );
  const conditions: RawBuilder<unknown>[] = [sql`1 = 1`];
  if (organizationId !== undefined) conditions.push(sql`organization_id = ${organizationId}`);
  const key = sql.join(keys.map((column) => sql.ref(column)));
  if (after !== undefined) conditions.push(sql`(${key}) > (${sql.join(after)})`);
  return compileSql(
    sql`select ${sql.join(selected)} from ${sql.table(name)}
      where ${sql.join(conditions, sql` and `)} order by ${key} limit ${limit}`,
    dialect,
  );
}
