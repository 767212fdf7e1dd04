export {
  type CopiedTableName,
  DOCUMENT_COLUMNS,
  GLOBAL_KEYS,
  GLOBAL_OWNED_TABLES,
  GLOBAL_TABLE_NAMES,
  ORGANIZATION_KEYS,
  ORGANIZATION_TABLES,
  SHARED_TABLES,
} from './catalogue.ts';
export type { JsonPath, JsonScalar, SqlDialect } from './dialect.ts';
export { SQLITE } from './dialect.ts';
export { refuseNewerSchema, schemaVersion } from './migrate.ts';
export { refuseNewer } from './migrations/index.ts';
export { connectFile, openDatabase, type SqliteDatabase } from './open.ts';
export { connectPostgres } from './postgres/connect.ts';
export type { Connections } from './postgres/connections.ts';
export { codeOf, isCancelled, isDenied } from './postgres/failures.ts';
export { createGate } from './postgres/gate.ts';
export { parseDatabaseUrl } from './postgres/hosts.ts';
export { migratePostgres } from './postgres/migrate.ts';
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
export { isUnfinishedCopy, refuseUnfinishedCopy } from './unfinished-copy.ts';
