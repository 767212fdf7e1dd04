/**
 * Queries that are compiled once. Kysely builds and types them; running one costs a bind and a step.
 * (Measured: a point read takes 3.5 µs raw, 20 µs when Kysely compiles and the driver prepares it
 * each time.)
 */
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Database } from './tables.ts';

/** Stands in a query for a value that comes when it runs. */
class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A query with named parameters `P` that yields rows `R`. */
export interface Query<P, R> {
  readonly sql: string;
  /** Positional values for the SQL text. */
  bind(parameters: P): unknown[];
  /** Only for the type checker. */
  readonly row?: R;
}

const builder = new Kysely<Database>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

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
  build: (db: Kysely<Database>, p: ParameterOf<P>) => Compilable<R>,
) => Query<P, R> {
  return (build) => {
    const compiled = build(builder, (name) => new Parameter(name) as never).compile();
    const slots = compiled.parameters;
    return {
      sql: compiled.sql,
      bind(parameters) {
        const values: unknown[] = new Array(slots.length);
        for (let i = 0; i < slots.length; i++) {
          const slot = slots[i];
          values[i] = slot instanceof Parameter ? parameters[slot.name as keyof P] : slot;
        }
        return values;
      },
    };
  };
}

/** The same as {@link query} for SQL that Kysely cannot say, in its `sql` template. */
export function rawQuery<P>(): <R>(build: (p: ParameterOf<P>) => RawBuilder<R>) => Query<P, R> {
  return (build) =>
    query<P>()((db, p) => {
      const raw = build(p);
      return { compile: () => raw.compile(db) };
    });
}

/** Text and values of SQL put together at run time. */
export function compileSql(raw: RawBuilder<unknown>): DynamicQuery {
  return raw.compile(builder);
}

/** SQL made at run time, such as a compiled filter. */
export interface DynamicQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}
