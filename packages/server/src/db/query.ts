/**
 * Queries that are compiled once. Kysely builds and types them; running one costs a bind and a step.
 * (Measured: a point read takes 3.5 µs raw, 20 µs when Kysely compiles and the driver prepares it
 * each time.)
 */
import { hash } from 'node:crypto';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { POSTGRES, SQLITE, type SqlDialect } from './dialect.ts';
import type { Database } from './tables.ts';

/** Stands in a query for a value that comes when it runs. */
class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A query in the words of one database. */
interface Statement<P> {
  readonly sql: string;
  /** Positional values for the SQL text. */
  bind(parameters: P): unknown[];
}

/** The same text has the same name: PostgreSQL prepares it once for each connection. */
interface NamedStatement<P> extends Statement<P> {
  readonly name: string;
}

/** A query with named parameters `P` that yields rows `R`. */
export interface Query<P, R> {
  readonly sqlite: Statement<P>;
  /** Compiled when first asked for. */
  readonly postgres: NamedStatement<P>;
  /** Only for the type checker. */
  readonly row?: R;
}

const BUILDERS: { readonly [name in SqlDialect['name']]: Kysely<Database> } = {
  sqlite: new Kysely<Database>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  postgres: new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
};

/** Names a parameter inside a query; it has the type of the parameter's value. */
export type ParameterOf<P> = <K extends keyof P & string>(name: K) => P[K];

/**
 * Declares a query at module level:
 *
 *     const byId = query<{ organization: string; id: string }>()((db, p) =>
 *       db.selectFrom('resource').select('json')
 *         .where('organization_id', '=', p('organization')).where('id', '=', p('id')));
 */
export function query<P>(): <R>(
  build: (db: Kysely<Database>, p: ParameterOf<P>, dialect: SqlDialect) => Compilable<R>,
) => Query<P, R> {
  return (build) => {
    const compile = (dialect: SqlDialect) =>
      statement<P>(
        build(BUILDERS[dialect.name], (name) => new Parameter(name) as never, dialect).compile(),
      );
    let postgres: NamedStatement<P> | undefined;
    return {
      sqlite: compile(SQLITE),
      get postgres() {
        postgres ??= named(compile(POSTGRES));
        return postgres;
      },
    };
  };
}

function statement<P>({ sql, parameters: slots }: DynamicQuery): Statement<P> {
  return {
    sql,
    bind(parameters) {
      const values: unknown[] = new Array(slots.length);
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i];
        values[i] = slot instanceof Parameter ? parameters[slot.name as keyof P] : slot;
      }
      return values;
    },
  };
}

function named<P>(statement: Statement<P>): NamedStatement<P> {
  return { ...statement, name: hash('sha256', statement.sql, 'base64url').slice(0, 32) };
}

/** The same as {@link query} for SQL that Kysely cannot say, in its `sql` template. */
export function rawQuery<P>(): <R>(
  build: (p: ParameterOf<P>, dialect: SqlDialect) => RawBuilder<R>,
) => Query<P, R> {
  return (build) =>
    query<P>()((db, p, dialect) => {
      const raw = build(p, dialect);
      return { compile: () => raw.compile(db) };
    });
}

/** Text and values of SQL put together at run time. */
export function compileSql(raw: RawBuilder<unknown>, dialect: SqlDialect): DynamicQuery {
  return raw.compile(BUILDERS[dialect.name]);
}

/** SQL made at run time, such as a compiled filter. */
export interface DynamicQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}
