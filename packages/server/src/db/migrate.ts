/**
 * Migrations: numbered lists of statements, each list in one transaction with its number, so that a
 * crash leaves a step done or not begun. `user_version` of the file is the number of the last one.
 */
import type Database from 'better-sqlite3';
import { MIGRATIONS, refuseNewer } from './migrations/index.ts';

/** Brings the file up to date. Throws if a later version of Rollcall wrote it. */
export function migrate(database: Database.Database): void {
  const present = schemaVersion(database);
  refuseNewerSchema(database);
  MIGRATIONS.forEach(({ statements }, index) => {
    const version = index + 1;
    if (version <= present) return;
    const step = database.transaction(() => {
      for (const statement of statements) database.exec(statement);
      database.pragma(`user_version = ${version}`);
    });
    step.exclusive();
  });
}

/** Throws if a later version of Rollcall wrote the file. */
export function refuseNewerSchema(database: Database.Database): void {
  refuseNewer(schemaVersion(database));
}

/** The number of the last migration that the file has seen. */
export function schemaVersion(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}
