export type { JsonPath, JsonScalar, SqlDialect } from './dialect.ts';
export { SQLITE } from './dialect.ts';
export { schemaVersion } from './migrate.ts';
export { openDatabase, type SqliteDatabase } from './open.ts';
export { isCancelled } from './postgres/failures.ts';
export { parseDatabaseUrl } from './postgres/hosts.ts';
export { openPostgres, type PostgresDatabase } from './postgres/open.ts';
export { PgSession } from './postgres/pg-session.ts';
export { watchRegistry } from './postgres/registry-changes.ts';
export {
  compileSql,
  type DynamicQuery,
  type ParameterOf,
  type Query,
  query,
  rawQuery,
} from './query.ts';
export {
  EVERYBODY,
  type MaybePromise,
  type Session,
  UnavailableError,
  type Unit,
  type Writer,
} from './session.ts';
export { SqliteSession } from './sqlite-session.ts';
export * from './tables.ts';
