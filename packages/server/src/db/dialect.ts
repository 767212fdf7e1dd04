/**
 * What SQLite and PostgreSQL say differently. Queries are written once and ask for these fragments;
 * everything else in them is SQL that both understand.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './tables.ts';

type Fragment = RawBuilder<unknown>;
type TableName = keyof Database;

/** A path into a JSON document, name by name. */
export type JsonPath = readonly string[];
/** How a scalar of a JSON document compares: numbers as such, booleans as 1 and 0. */
export type JsonScalar = 'text' | 'number' | 'boolean';

export interface SqlDialect {
  readonly name: 'sqlite' | 'postgres';
  /**
   * Joins a table by looking its rows up, one by one and in the order that is written. A planner that
   * knows too little of an organisation would read all that it has instead.
   *
   * @param index Of the embedded database.
   */
  joinInOrder(table: TableName, alias: string, on: Fragment, index?: string): Fragment;
  /** Ends a correlated subquery that is to be answered row by row, for the same reason. */
  readonly rowByRow: Fragment;
  /** The table `j (value, key)` of a parameter that is a JSON array of texts. */
  each(array: unknown): Fragment;
  /** A text of such an array that is a number. */
  toNumber(text: Fragment): Fragment;
  /** A parameter that stands where nothing else says that it is text. */
  toText(value: unknown): Fragment;
  /** Goes behind the name of a table. */
  indexedBy(index: string): Fragment;
  /** Aggregates two columns to a JSON array of pairs, as text. */
  pairs(first: Fragment, second: Fragment, order: Fragment): Fragment;
  /** A parameter that is the text of a JSON document, as a document. */
  document(text: unknown): Fragment;
  /** A column that holds a document, as its text. */
  textOf(document: Fragment): Fragment;
  /** Whether there is a table of this name, 0 or 1 or a boolean. */
  hasTable(name: string): Fragment;
  /** The later of two texts. */
  later(a: Fragment, b: unknown): Fragment;
  /** Whether a text has another in it; NULL when it is missing. */
  contains(text: Fragment, part: string): Fragment;
  /** The same whatever the case of ASCII letters, for logs that people search. */
  mentions(text: Fragment, part: string): Fragment;
  /** The last characters of a text. */
  last(text: Fragment, characters: number): Fragment;
  /** The database's time, as the text of a column, so many milliseconds from now. */
  now(offsetMs: unknown): Fragment;
  /** A scalar of a document; NULL when there is none. */
  at(document: Fragment, path: JsonPath, scalar: JsonScalar): Fragment;
  /** Whether there is anything at a path of a document. */
  has(document: Fragment, path: JsonPath): Fragment;
  /** The table `e (value, key)` of an array in a document. */
  elements(document: Fragment, path: JsonPath): Fragment;
  /** `e.value` where the elements are scalars. */
  element(scalar: JsonScalar): Fragment;
}

/** Names come from schemas, which have no quotes in them. */
const sqlitePath = (path: JsonPath) => `$${path.map((name) => `."${name}"`).join('')}`;

/** As `lower()` of SQLite does it. */
const lowerAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const SQLITE: SqlDialect = Object.freeze({
  name: 'sqlite',
  joinInOrder: (table, alias, on, index) =>
    sql`cross join ${sql.table(table)} ${sql.ref(alias)}
      ${index === undefined ? sql`` : sql.raw(`indexed by ${index}`)} on ${on}`,
  rowByRow: sql``,
  each: (array) => sql`json_each(${array}) j`,
  toNumber: (text) => text,
  toText: (value) => sql`${value}`,
  indexedBy: (index) => sql.raw(`indexed by ${index}`),
  pairs: (first, second) => sql`json_group_array(json_array(${first}, ${second}))`,
  document: (text) => sql`jsonb(${text})`,
  textOf: (document) => sql`json(${document})`,
  hasTable: (name) => sql`exists (select 1 from sqlite_schema where name = ${name})`,
  later: (a, b) => sql`max(${a}, ${b})`,
  contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
  mentions: (text, part) => sql`instr(lower(${text}), ${lowerAscii(part)}) > 0`,
  last: (text, characters) => sql`substr(${text}, -${sql.lit(characters)})`,
  now: (offsetMs) =>
    sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (${offsetMs} / 1000.0) || ' seconds')`,
  at: (document, path) => sql`${document} ->> ${sqlitePath(path)}`,
  has: (document, path) => sql`${document} ->> ${sqlitePath(path)} is not null`,
  elements: (document, path) => sql`jsonb_each(${document}, ${sqlitePath(path)}) e`,
  element: () => sql`e.value`,
} satisfies SqlDialect);

/** A value out of a document knows nothing of the collation of the columns. */
function scalarOf(text: Fragment, scalar: JsonScalar): Fragment {
  if (scalar === 'number') return sql`(${text})::numeric`;
  if (scalar === 'boolean') return sql`(${text})::boolean::int`;
  return sql`(${text}) collate "C"`;
}

export const POSTGRES: SqlDialect = Object.freeze({
  name: 'postgres',
  // A subquery with an offset is not made into a join, and sees the values of the rows before it.
  joinInOrder: (table, alias, on) =>
    sql`cross join lateral (
      select * from ${sql.table(table)} ${sql.ref(alias)} where ${on} offset 0) ${sql.ref(alias)}`,
  rowByRow: sql`offset 0`,
  each: (array) =>
    sql`jsonb_array_elements_text(${array}::jsonb) with ordinality as j (value, key)`,
  toNumber: (text) => sql`${text}::bigint`,
  toText: (value) => sql`${value}::text collate "C"`,
  indexedBy: () => sql``,
  pairs: (first, second, order) =>
    sql`coalesce(json_agg(json_build_array(${first}, ${second}) order by ${order})::text, '[]')`,
  document: (text) => sql`${text}::jsonb`,
  textOf: (document) => sql`${document}::text`,
  hasTable: (name) => sql`to_regclass(${name}) is not null`,
  later: (a, b) => sql`greatest(${a}, ${b})`,
  contains: (text, part) => sql`strpos(${text}, ${part}) > 0`,
  // With this collation it knows ASCII alone, as SQLite's does.
  mentions: (text, part) => sql`strpos(lower(${text} collate "C"), ${lowerAscii(part)}) > 0`,
  last: (text, characters) => sql`right(${text}, ${sql.lit(characters)})`,
  now: (offsetMs) =>
    sql`to_char((clock_timestamp() + ${offsetMs}::float8 * interval '1 millisecond') at time zone 'utc',
      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') collate "C"`,
  at: (document, path, scalar) => scalarOf(sql`${document} #>> ${[...path]}::text[]`, scalar),
  has: (document, path) => sql`${document} #> ${[...path]}::text[] is not null`,
  elements: (document, path) =>
    sql`jsonb_array_elements(${document} #> ${[...path]}::text[]) with ordinality as e (value, key)`,
  element: (scalar) => scalarOf(sql`e.value #>> '{}'`, scalar),
} satisfies SqlDialect);
