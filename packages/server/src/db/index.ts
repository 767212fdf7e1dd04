export type { JsonPath, JsonScalar, SqlDialect } from './dialect.ts';
export { SQLITE } from './dialect.ts';
export { schemaVersion } from './migrate.ts';
export { openDatabase, type SqliteDatabase } from './open.ts';
export type { Connections } from './postgres/connections.ts';
export { isCancelled } from './postgres/failures.ts';
export { parseDatabaseUrl } from './postgres/hosts.ts';
export { clientConfig } from './postgres/one-connection.ts';
export { openPostgres, type PostgresDatabase } from './postgres/open.ts';
export { PgSession } from './postgres/pg-session.ts';
export { findPrimary } from './postgres/primary.ts';
export { beginReadingFor } from './postgres/scoped-query.ts';
export { watchDatabase } from './postgres/watch.ts';
export {
  compileSql,
  type DynamicQuery,
  type ParameterOf,
  type Query,
  query,
  rawQuery,
} from './query.ts';
export {
  EVERY_ORGANIZATION,
  EVERYBODY,
  type MaybePromise,
  OutcomeUnknownError,
  type Session,
  UnavailableError,
  type Unit,
  type Writer,
} from './session.ts';
export { SqliteSession } from './sqlite-session.ts';
export * from './tables.ts';
